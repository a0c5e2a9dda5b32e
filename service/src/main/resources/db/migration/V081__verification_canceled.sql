-- A verification can be ended by people.
alter table verification drop constraint verification_state_check;
alter table verification add constraint verification_state_check check (state in ('RUNNING', 'DONE', 'FAILED', 'CANCELED'));
-- Those of a problem that still run, when it is deleted.
create index verification_running on verification (tenant_id, problem) where state = 'RUNNING';
