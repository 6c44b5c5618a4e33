-- A change of a flag is checked with segments, and with flags that ask for others. They are few; to look for them in the texts of all took longer than all else.
alter table flag_item add column takes_part boolean not null default false;
update flag_item set takes_part = definition is not null and (kind = 'segment' or definition like '%"prerequisites"%');
alter table flag_item alter column takes_part drop default;
create index flag_item_takes_part on flag_item (account, app, environment) where takes_part;
