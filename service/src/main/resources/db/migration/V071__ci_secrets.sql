-- Secrets of projects: only as ciphertext, and nobody reads them again.
create table ci_secret (
  project_id uuid not null references ci_project,
  tenant_id  uuid not null references tenant,
  name       text not null check (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,254}$'),
  key_id     text not null,
  nonce      bytea not null check (length(nonce) = 12),
  ciphertext bytea not null check (length(ciphertext) between 17 and 65552),
  refs       text[] not null,
  every_job  boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project_id, name)
);
comment on column ci_secret.key_id is 'tells which key it is encrypted with';
comment on column ci_secret.refs is 'globs of the branches and tags whose runs get it; empty: all';
comment on column ci_secret.every_job is 'given to every job as a variable of its name, not only to those that ask';
