-- People whom an OpenID provider vouches for: the pair of issuer and subject never changes hands, names and addresses do.
create table account_identity (
  issuer     text not null check (length(issuer) between 1 and 2000),
  subject    text not null check (length(subject) between 1 and 255),
  account_id uuid not null unique references account on delete cascade,
  email      text check (length(email) <= 320),
  linked_at  timestamptz not null default now(),
  primary key (issuer, subject)
);
comment on column account_identity.email is 'what the provider last said, for people to read; nobody is found by it';

-- Sign-ins that were begun and are with the provider; each can be finished once.
create table openid_attempt (
  secret_hash  bytea primary key check (length(secret_hash) = 32),
  state        text not null,
  nonce        text not null,
  verifier     text not null,
  redirect_uri text not null,
  target       text not null,
  expires_at   timestamptz not null
);
comment on column openid_attempt.secret_hash is 'of what a cookie of the browser has that began';
create index openid_attempt_expiry on openid_attempt (expires_at);

alter table account_session add column by_openid boolean not null default false;
comment on column account_session.by_openid is 'whether a provider vouched for it, and not a password';
