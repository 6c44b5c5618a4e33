-- Flags and segments, one row for each that ever was; without a definition it is archived.
create table flag_item (
    id          text   primary key,
    account     text   not null references account on delete cascade,
    app         text   not null,
    environment text   not null,
    kind        text   not null,
    key         text   not null,
    definition  text,
    version     bigint not null,
    revision    bigint not null
);
create index flag_item_place on flag_item (account, app, environment);
create index flag_item_revision on flag_item (revision);

create table flag_version (
    id         text        primary key,
    item       text        not null references flag_item on delete cascade,
    version    bigint      not null,
    definition text,
    made_by    text        not null,
    made_at    timestamptz not null,
    message    text        not null,
    unique (item, version)
);
