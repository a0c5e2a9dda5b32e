-- What was asked. Rows never change.
create table submission (
  id               uuid primary key,
  tenant_id        uuid not null references tenant,
  language         text not null,
  tests            integer not null check (tests > 0),
  request          jsonb not null,
  contents         bytea not null,
  idempotency_hash bytea check (length(idempotency_hash) = 32),
  created_at       timestamptz not null
);
comment on column submission.id is 'UUID of version 7: sorts by the time it was made';
comment on column submission.request is 'the whole request, in the versioned form of StoredJson, less its contents';
comment on column submission.contents is 'sources, inputs and expected outputs one after the other; the request says where each begins';
-- Compressing costs more than it saves: what is large here is written once and read once.
alter table submission alter column contents set storage external;
comment on column submission.idempotency_hash is 'SHA-256 of the caller''s key: of one size, whatever the caller sent';

create unique index submission_idempotency on submission (tenant_id, idempotency_hash) where idempotency_hash is not null;
create index submission_page on submission (tenant_id, created_at desc, id desc);
create index submission_page_of_language on submission (tenant_id, language, created_at desc, id desc);
