-- Open jobs: after their planned steps they take further ones until somebody says that there are no more.
alter table ci_job add column open boolean not null default false;
comment on column ci_job.open is 'takes further steps while it runs; is tried once only';

alter table ci_attempt
  add column steps_added integer not null default 0 check (steps_added between 0 and 1000),
  add column finish_asked boolean not null default false;
comment on column ci_attempt.finish_asked is 'no further steps will come';

create table ci_added_step (
  attempt_id      uuid not null references ci_attempt on delete cascade,
  number          integer not null check (number > 0),
  name            text not null check (length(name) between 1 and 255),
  helper          boolean not null,
  script          bytea,
  state           text not null default 'waiting' check (state in ('waiting', 'running', 'success', 'failed', 'canceled')),
  exit_code       integer,
  failure_class   text,
  failure_reason  text,
  failure_message text,
  log_start       bigint,
  log_end         bigint,
  key_hash        bytea check (length(key_hash) = 32),
  request_hash    bytea not null check (length(request_hash) = 32),
  primary key (attempt_id, number),
  constraint ci_added_step_key unique (attempt_id, key_hash),
  constraint ci_added_step_script_until_it_ends check ((state in ('waiting', 'running')) = (script is not null))
);
comment on column ci_added_step.script is 'kept no longer than needed: it may hold secrets';
comment on column ci_added_step.helper is 'whether it runs in the image for helpers rather than in the job''s';
create index ci_added_step_open on ci_added_step (attempt_id, number) where state in ('waiting', 'running');
