-- Problems. What a version is never changes: it is named by the hash of its definition. Files are in the blob store; definitions name them.
create table problem (
  tenant_id  uuid not null references tenant,
  id         text not null check (id ~ '^[a-z0-9][a-z0-9._-]{0,99}$'),
  newest     text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
comment on column problem.newest is 'the version that was put last; what is judged when a submission names none';
comment on column problem.updated_at is 'when newest became the newest';

create table problem_version (
  tenant_id  uuid not null,
  problem_id text not null,
  version    text not null check (version ~ '^[0-9a-f]{64}$'),
  name       text not null,
  definition jsonb not null,
  report     jsonb not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, problem_id, version),
  foreign key (tenant_id, problem_id) references problem (tenant_id, id) on delete cascade
);
comment on column problem_version.version is 'SHA-256 of the definition in its stored form';
comment on column problem_version.name is 'one of the names, for lists';
comment on column problem_version.definition is 'the whole definition, in the versioned form of DefinitionJson';
comment on column problem_version.report is 'what the import had to say: a list of findings';
create index problem_version_page on problem_version (tenant_id, problem_id, created_at desc);

alter table problem add foreign key (tenant_id, id, newest) references problem_version (tenant_id, problem_id, version) deferrable initially deferred;

create function problem_versions_never_change() returns trigger language plpgsql as $$
begin
  raise exception 'problem versions never change';
end
$$;
create trigger problem_version_immutable before update on problem_version for each row execute function problem_versions_never_change();
