-- Logs, as their readers see them: masked before they are stored. A byte has the same place for ever.
create table ci_log_chunk (
  attempt_id uuid not null references ci_attempt on delete cascade,
  byte_start bigint not null check (byte_start >= 0),
  data       bytea not null check (length(data) between 1 and 65536),
  marks      bytea not null,
  created_at timestamptz not null default now(),
  primary key (attempt_id, byte_start)
);
comment on column ci_log_chunk.marks is 'where the origin or the time changes: place in the chunk (int), origin (byte), microseconds since 1970 (long), big-endian, one after the other';
