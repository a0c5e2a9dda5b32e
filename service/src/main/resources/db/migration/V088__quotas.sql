-- What a tenant and a key may use, where it is not what the configuration says. In all columns null = that, and 0 = no limit.
alter table tenant
  add column requests_per_second    integer check (requests_per_second between 0 and 1000000),
  add column request_burst          integer check (request_burst between 1 and 10000000),
  add column submissions_per_minute integer check (submissions_per_minute between 0 and 10000000),
  add column quota_version          integer not null default 0;
alter table api_key
  add column requests_per_second integer check (requests_per_second between 0 and 1000000),
  add column requests_per_minute integer check (requests_per_minute between 0 and 10000000),
  add column quota_version       integer not null default 0;
comment on column tenant.quota_version is 'how often its quota was changed; who changes it says which it saw';

-- How often a tenant was told to come back later.
create table refusal (
  tenant_id uuid not null references tenant,
  hour      timestamptz not null,
  kind      text not null check (kind in ('requests', 'submissions', 'queue')),
  times     bigint not null check (times > 0),
  primary key (tenant_id, hour, kind)
);
create index refusal_hour on refusal (hour);
