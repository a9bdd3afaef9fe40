-- A route that somebody stopped by hand stays stopped, whoever owns the server, until somebody starts it again.
alter table mcp_server
    add column stopped_by varchar(200), -- a user's name; null: not stopped
    add column stopped_at timestamptz;
