-- Who may ask for work. A key's secret is never stored, only its SHA-256: keys are 256 random bits, so a slow hash would add nothing.
create table tenant (
  id          uuid primary key,
  name        text not null unique check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  weight      integer not null default 100 check (weight between 1 and 10000),
  max_running integer check (max_running > 0),
  max_queued  integer check (max_queued > 0),
  allow_reuse boolean not null default true,
  created_at  timestamptz not null default now()
);
comment on column tenant.weight is 'share of the machine relative to other tenants with work waiting';
comment on column tenant.allow_reuse is 'whether a proven clean sandbox may serve the next submission of this tenant, where the service allows it at all';

create table account (
  id            uuid primary key,
  tenant_id     uuid not null references tenant,
  name          text not null unique check (length(name) between 1 and 100),
  password_hash text not null,
  role          text not null check (role in ('viewer', 'member', 'operator', 'admin')),
  created_at    timestamptz not null default now()
);
create index account_tenant on account (tenant_id);

create table api_key (
  id           uuid primary key,
  tenant_id    uuid not null references tenant,
  name         text not null,
  prefix       text not null unique,
  secret_hash  bytea not null check (length(secret_hash) = 32),
  scopes       text[] not null,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz
);
create index api_key_tenant on api_key (tenant_id);
