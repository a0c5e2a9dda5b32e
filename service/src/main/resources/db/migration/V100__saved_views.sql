-- Lists that people look at again and again: a name for a filter and an order.
create table saved_view (
  id         uuid primary key default gen_random_uuid(),
  account_id uuid not null references account on delete cascade,
  tenant_id  uuid references tenant on delete cascade,
  list       text not null check (list in ('submissions', 'runs', 'problems')),
  name       text not null check (length(name) between 1 and 60),
  query      text not null check (length(query) <= 4000),
  created_at timestamptz not null default now(),
  unique (account_id, list, name)
);
comment on column saved_view.tenant_id is 'whose people see it beside its maker; null: nobody else';
comment on column saved_view.query is 'parameters of the page, encoded';
create index saved_view_of_tenant on saved_view (tenant_id, list, name) where tenant_id is not null;
