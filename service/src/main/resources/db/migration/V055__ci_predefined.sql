-- What the service tells the jobs of a run about it: CI_COMMIT_REF_NAME and its like, as they were when it was planned.
alter table ci_run add column predefined text not null default '[]';
