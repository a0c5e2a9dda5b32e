-- Workers that are to take no new work. By name, so that an order outlives the worker's process.
create table worker_order (
  worker_name text primary key,
  reason      text not null check (length(reason) between 1 and 500),
  ordered_by  text not null,
  ordered_at  timestamptz not null default now()
);
comment on table worker_order is 'A worker looks here with every heartbeat; without a row it works';
