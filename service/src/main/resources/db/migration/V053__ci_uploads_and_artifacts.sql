-- What CI jobs are given and what they leave behind. The contents are in the blob store; rows name them.
create table ci_upload (
  id         uuid primary key,
  tenant_id  uuid not null references tenant,
  format     text not null check (format in ('tar', 'tar.gz', 'tar.zst', 'zip')),
  sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size       bigint not null check (size >= 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index ci_upload_tenant on ci_upload (tenant_id);
create index ci_upload_expired on ci_upload (expires_at);

create table ci_artifact (
  id         uuid primary key,
  tenant_id  uuid not null references tenant,
  job_id     uuid not null references ci_job on delete cascade,
  attempt_id uuid not null references ci_attempt on delete cascade,
  kind       text not null check (kind in ('archive', 'junit', 'dotenv', 'cobertura', 'jacoco', 'other')),
  name       text not null check (length(name) between 1 and 1000),
  files      integer not null check (files >= 0),
  sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size       bigint not null check (size >= 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  constraint ci_artifact_name unique (attempt_id, kind, name)
);
comment on column ci_artifact.expires_at is 'null: kept for ever';
create index ci_artifact_tenant on ci_artifact (tenant_id);
create index ci_artifact_job on ci_artifact (job_id);
create index ci_artifact_expired on ci_artifact (expires_at) where expires_at is not null;

alter table ci_run add column source_sha256 text check (source_sha256 ~ '^[0-9a-f]{64}$');
comment on column ci_run.source_sha256 is 'contents that the source names, for the sweep of the store';
create index ci_run_source on ci_run (finished_at) where source_sha256 is not null;
