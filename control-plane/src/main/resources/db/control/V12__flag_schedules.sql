-- Changes of flags that are due at a time. One that was made is gone, and stands in the flag's history; one that could not be made says why.
create table flag_schedule (
    id       text        primary key,
    item     text        not null references flag_item on delete cascade,
    due      timestamptz not null,
    planned  text        not null,
    made_by  text        not null,
    failure  text
);
create index flag_schedule_due on flag_schedule (due) where failure is null;
create index flag_schedule_item on flag_schedule (item);
