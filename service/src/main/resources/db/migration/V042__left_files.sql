-- What the last run of a submission left in its folder, where a request asked for it.
create table left_file (
  submission_id uuid not null references submission on delete cascade,
  number        integer not null,
  path          text not null,
  content       bytea not null,
  primary key (submission_id, number)
);
comment on table left_file is 'written with the result; never changed';
comment on column left_file.path is 'relative to the folder; hostile: it may be as long as any path, and several may have the same';
