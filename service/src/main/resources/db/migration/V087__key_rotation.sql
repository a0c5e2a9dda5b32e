-- A key may have two secrets for a while: the new one, and the one before it until a time.
alter table api_key
  add column rotated_at     timestamptz,
  add column former_prefix  text unique,
  add column former_hash    bytea check (length(former_hash) = 32),
  add column former_until   timestamptz,
  add column former_used_at timestamptz,
  add constraint api_key_former check (num_nulls(former_prefix, former_hash, former_until) in (0, 3));
comment on column api_key.last_used_at is 'of the secret that prefix belongs to';
comment on column api_key.former_until is 'until when the secret before the last rotation works beside the new one';
