-- What a server's peer has read of it is no longer true: its owner closes and opens the connection. Raised by the database
-- itself, in the transaction of the change, so that no way of making one can forget it.

create function mooring_binding_changed() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        update mcp_server set revision = revision + 1 where id = old.server_id;
    elsif tg_op = 'INSERT' then
        update mcp_server set revision = revision + 1 where id = new.server_id;
    elsif to_jsonb(old) is distinct from to_jsonb(new) then
        update mcp_server set revision = revision + 1 where id = new.server_id;
    end if;
    return null;
end $$;
create trigger mcp_binding_changed after insert or update or delete on mcp_binding
    for each row execute function mooring_binding_changed();

create function mooring_address_changed() returns trigger language plpgsql as $$
begin
    new.revision := greatest(new.revision, old.revision + 1);
    return new;
end $$;
create trigger mcp_server_address_changed before update of address on mcp_server
    for each row when (old.address is distinct from new.address) execute function mooring_address_changed();

-- in the order in which ownership locks rows, so that neither waits for the other in a circle
create function mooring_service_changed() returns trigger language plpgsql as $$
begin
    perform 1 from mcp_server where id in (select server_id from mcp_binding where service_id = new.id)
        order by id::text for update;
    update mcp_server set revision = revision + 1
        where id in (select server_id from mcp_binding where service_id = new.id);
    return null;
end $$;
create trigger mcp_service_changed after update of name, url, kind, shared on mcp_service
    for each row when (old.name is distinct from new.name or old.url is distinct from new.url
                       or old.kind is distinct from new.kind or old.shared is distinct from new.shared) execute function mooring_service_changed();
