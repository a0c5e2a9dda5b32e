-- Removes the partitions of months that ended before a time and hold nothing any more. Never waits for long:
-- whoever writes results would wait behind it; what is not to be had now is tried again another time.
create function drop_empty_test_result_months(before timestamptz) returns integer language plpgsql set lock_timeout = '200ms' as $$
declare
  part    regclass;
  used    boolean;
  dropped integer := 0;
begin
  for part in
    select inhrelid::regclass from pg_inherits
    join pg_class on pg_class.oid = inhrelid
    where inhparent = 'test_result'::regclass and relname ~ '^test_result_\d{4}_\d{2}$'
      and (to_date(right(relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'UTC' <= before
    order by relname
  loop
    execute format('select exists (select from %s)', part) into used;
    if not used then
      execute format('drop table %s', part);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
exception when lock_not_available then
  return 0;
end
$$;
