-- What the services need beyond an address. Headers, credentials, environment and refresh token are secrets.
alter table mcp_service
    add column shared          boolean not null default false, -- all users may bind it
    add column forward_user    boolean not null default false, -- it is told whose server calls it
    add column timeout_seconds int check (timeout_seconds between 1 and 600), -- null: the common one
    add column headers         text, -- JSON object: name, value
    add column credentials     text, -- JSON, see dev.mooring.mcp.backend.Authentication
    add column refresh_token   text, -- apart, because its server may replace it at each use
    add column command         varchar(1000), -- STDIO: the program
    add column arguments       text, -- STDIO: JSON array
    add column environment     text, -- STDIO: JSON object
    -- when an instance last undertook to read its tools
    add column sync_claimed_at timestamptz not null default now();
create index mcp_service_sync on mcp_service (sync_claimed_at);

-- All that a backend tells of a tool, as JSON; null for rows read before there was this column, until the next sync.
alter table mcp_tool add column definition text;
