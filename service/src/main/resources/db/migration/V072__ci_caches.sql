-- Caches of projects. The contents are in the blob store; rows name them. Runs that are not trusted have theirs apart, by ref.
create table ci_cache (
  id         uuid primary key,
  tenant_id  uuid not null references tenant,
  project_id uuid not null references ci_project,
  trusted    boolean not null,
  ref        text not null,
  key        text not null check (length(key) between 1 and 512),
  version    bigint not null default 1,
  job_id     uuid references ci_job on delete set null,
  format     text not null check (format in ('tar.zst', 'zip')),
  files      integer not null check (files >= 0),
  sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size       bigint not null check (size >= 0),
  hits       bigint not null default 0,
  created_at timestamptz not null default now(),
  used_at    timestamptz not null default now(),
  constraint ci_cache_key unique (project_id, trusted, ref, key),
  constraint ci_cache_trusted_is_of_all_refs check (not trusted or ref = '')
);
comment on column ci_cache.trusted is 'saved by a trusted run: only such runs write it, all of the project read it';
comment on column ci_cache.ref is 'of the run that is not trusted: only runs of this ref read it';
comment on column ci_cache.version is 'how often this key was saved; the newest wins';
comment on column ci_cache.job_id is 'that saved it';
create index ci_cache_tenant on ci_cache (tenant_id);
create index ci_cache_page on ci_cache (project_id, used_at desc, id desc);
create index ci_cache_unused on ci_cache (used_at);
create index ci_cache_job on ci_cache (job_id);
