-- A tenant that is disabled: its people and keys are refused, its work waits.
alter table tenant
  add column disabled_at      timestamptz,
  add column disabled_because text check (length(disabled_because) between 1 and 500),
  add column disabled_by      text,
  add constraint tenant_disabled check ((disabled_at is null) = (disabled_because is null) and (disabled_at is null) = (disabled_by is null));
create index tenant_disabled on tenant (id) where disabled_at is not null;

create view queue_hold as
select tenant_id, reason, paused_by, paused_at from queue_pause
union all
select id, 'the tenant is disabled: ' || disabled_because, disabled_by, disabled_at from tenant where disabled_at is not null;
comment on view queue_hold is 'whose work is not begun for now, and why; tenant_id null = everybody''s';
