-- What whoever began or changed a rollout said of it.
alter table rollout add column message varchar(1000) not null default '';
