-- By what token a client of Judge0 knows a submission, and what it asked for in words that only Judge0 has.
create table judge0_submission (
  token         uuid primary key,
  submission_id uuid not null unique references submission on delete cascade,
  tenant_id     uuid not null references tenant,
  asked         jsonb not null,
  created_at    timestamptz not null
);
comment on column judge0_submission.token is 'UUID of version 4: clients check it';
comment on column judge0_submission.created_at is 'that of the submission';
create index judge0_submission_page on judge0_submission (tenant_id, created_at desc, submission_id desc);
