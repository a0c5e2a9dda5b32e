-- What came of the last minutes and the last hour is asked for every few seconds by whoever has the overview open.
create index result_recent on result (created_at) include (verdict);
