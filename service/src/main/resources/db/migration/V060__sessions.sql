-- People who are signed in. The cookie's secret is never stored, only its SHA-256.
create table account_session (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id uuid not null references account on delete cascade,
  created_at timestamptz not null,
  seen_at    timestamptz not null,
  expires_at timestamptz not null,
  check (expires_at > created_at)
);
comment on column account_session.seen_at is 'when it was last used, to the minute';
create index account_session_of_account on account_session (account_id);
create index account_session_expiry on account_session (expires_at);

-- Results come in the order of their end: the last hour of them is in few blocks.
create index result_ended on result using brin (created_at) with (pages_per_range = 16, autosummarize = on);
