-- Which languages workers can run, for processes that have no engine to ask.
create table language_image (
  language text not null,
  image    text not null,
  version  text not null,
  seen_at  timestamptz not null,
  primary key (language, image)
);
comment on table language_image is 'A row that no worker has refreshed for some minutes means nothing any more';
comment on column language_image.image is 'id of the image; workers may have different ones';
comment on column language_image.version is 'empty while it is being learned';
