-- Work that is not to be begun for now: of one tenant, or of all. What runs goes on, what comes waits.
create table queue_pause (
  tenant_id uuid unique nulls not distinct references tenant,
  reason    text not null check (length(reason) between 1 and 500),
  paused_by text not null,
  paused_at timestamptz not null default now()
);
comment on column queue_pause.tenant_id is 'null: everything';
