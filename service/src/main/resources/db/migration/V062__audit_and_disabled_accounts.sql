-- Who changed what. Every row carries the hash of the one before, so that none can be changed or taken out unseen.
create table audit_entry (
  id       bigint primary key,
  at       timestamptz not null,
  actor    text not null,
  action   text not null,
  subject  text not null,
  detail   text not null,
  previous bytea not null check (length(previous) in (0, 32)),
  hash     bytea not null check (length(hash) = 32)
);
comment on column audit_entry.hash is 'SHA-256 of previous and the other columns, see audit_hash';
create trigger audit_entry_never_changes before update or delete on audit_entry for each row execute function refuse_change();

create function audit_hash(previous bytea, id bigint, at timestamptz, actor text, action text, subject text, detail text)
returns bytea language sql stable as $$
  select sha256(previous || convert_to(jsonb_build_array(id, extract(epoch from at)::text, actor, action, subject, detail)::text, 'UTF8'))
$$;

-- One at a time, in the transaction of what is written down: numbers have no gaps, and what was not done is not in the log.
create function write_audit(actor text, action text, subject text, detail text) returns void language plpgsql as $$
declare
  last audit_entry;
  next bigint;
  time timestamptz := clock_timestamp();
begin
  perform pg_advisory_xact_lock(hashtextextended('audit_entry', 0));
  select * into last from audit_entry order by id desc limit 1;
  next := coalesce(last.id, 0) + 1;
  insert into audit_entry values (next, time, actor, action, subject, detail, coalesce(last.hash, ''),
    audit_hash(coalesce(last.hash, ''), next, time, actor, action, subject, detail));
end
$$;

alter table account add column disabled_at timestamptz;
comment on column account.disabled_at is 'since when it can''t sign in; its name stays taken, as the audit log speaks of it';
