-- All that a backend tells of a tool, as JSON; null for rows read before there was this column, until the next sync.
alter table mcp_tool add column definition text;
