-- Operations over a filter, in the background: what they were about at the moment when they were asked for, and how far they have come.
create table operation (
  id           uuid primary key,
  kind         text not null check (kind in ('CANCEL', 'PRIORITY', 'RETRY', 'REQUEUE')),
  selection    text not null,
  priority     text check (priority in ('LOW', 'NORMAL', 'HIGH')),
  reason       text not null check (length(reason) between 1 and 500),
  begun_by     text not null,
  state        text not null check (state in ('RUNNING', 'DONE', 'STOPPED', 'FAILED')),
  message      text not null default '',
  total        bigint not null,
  done         bigint not null default 0,
  failed       bigint not null default 0,
  left_out     bigint not null default 0,
  stop_by      text,
  owner        text,
  lease_until  timestamptz,
  created_at   timestamptz not null default now(),
  finished_at  timestamptz,
  constraint operation_counts check (done >= 0 and failed >= 0 and left_out >= 0 and done + failed + left_out <= total),
  constraint operation_moves_to_a_priority check ((kind = 'PRIORITY') = (priority is not null)),
  constraint operation_runs_or_has_ended check (
    case when state = 'RUNNING'
      then num_nulls(owner, lease_until) = 0 and finished_at is null
      else num_nulls(owner, lease_until) = 2 and finished_at is not null end)
);
comment on column operation.selection is 'the filter, for people: what it selected are the items';
comment on column operation.created_at is 'the moment at which the filter was read';
comment on column operation.left_out is 'items with which nothing was to be done any more, or that were left when it was stopped';
comment on column operation.stop_by is 'who wants it stopped; the process that has it ends it between two steps';
comment on column operation.owner is 'process that works on it; another one takes over when lease_until has passed';
create index operation_page on operation (created_at desc, id desc);
create index operation_running on operation (lease_until) where state = 'RUNNING';

-- What is still to be done, and what could not be: whatever was done is taken out.
create table operation_item (
  operation_id uuid not null references operation on delete cascade,
  place        bigint not null,
  tenant_id    uuid not null,
  subject      uuid not null,
  state        text not null check (state in ('WAITING', 'UNDER_WAY', 'FAILED', 'LEFT_OUT')),
  work_id      uuid,
  note         text not null default '',
  primary key (operation_id, place),
  constraint operation_item_work_exactly_under_way check ((state = 'UNDER_WAY') = (work_id is not null))
);
comment on column operation_item.subject is 'a submission, or a CI job; no foreign key, for they may be deleted meanwhile';
comment on column operation_item.work_id is 'the rejudging in which it is';
create index operation_item_waiting on operation_item (operation_id, place) where state = 'WAITING';
create index operation_item_under_way on operation_item (operation_id, work_id) where state = 'UNDER_WAY';
create index operation_item_subject on operation_item (operation_id, subject);
