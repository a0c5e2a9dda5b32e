-- A job that makes the engine of its workers sick would be given back again and again: they are counted.
alter table job add column outages integer not null default 0;
comment on column job.outages is 'tries given back because of an outage of the engine; they do not count as tries, but there are only so many of them';
comment on column attempt.outcome is 'DONE: it has its result; FAILED: our own fault; LOST: the worker fell silent; GIVEN_BACK: the worker was stopped, or its engine was out of order, does not count; GAVE_UP: no further try';
