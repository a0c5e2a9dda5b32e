-- In which order both output streams were written, where a request asked for it.
alter table test_result add column output_order bytea;
comment on column test_result.output_order is 'lengths of the pieces, by turns of stdout and stderr, stdout first: seven bits a byte, the lowest first, the eighth set in all but the last; null = not asked for';
