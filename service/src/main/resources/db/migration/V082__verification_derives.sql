-- Whether a verification derives the time limit although the package gives one.
alter table verification add column derives_limit boolean not null default false;
