-- The one row whose lock makes changes happen one after the other, so that revisions have no gaps.
create table revision (
    id               integer primary key check (id = 1),
    number           bigint not null,
    remembered_since bigint not null
);
insert into revision (id, number, remembered_since) values (1, 1, 1);

create table account (
    name       varchar(63) primary key,
    trust      varchar(16) not null,
    created_at timestamptz not null
);

create table token (
    id         varchar(36) primary key,
    account    varchar(63) not null references account on delete cascade,
    name       varchar(64) not null,
    hash       bytea       not null unique,
    created_at timestamptz not null
);
create index token_account on token (account);

create table bundle (
    sha256     varchar(64) primary key,
    content    bytea       not null,
    created_at timestamptz not null
);

create table function (
    id         varchar(127) primary key,
    account    varchar(63)  not null references account on delete cascade,
    name       varchar(63)  not null,
    active     varchar(36),
    revision   bigint       not null,
    changed_at timestamptz  not null,
    unique (account, name)
);
create index function_revision on function (revision);

create table version (
    id         varchar(36)  primary key,
    function   varchar(127) not null references function on delete cascade,
    bundle     varchar(64)  not null references bundle,
    settings   text         not null,
    message    varchar(1000) not null,
    created_at timestamptz  not null
);
create index version_function on version (function, id);
create index version_bundle on version (bundle);

create table secret (
    id         varchar(192) primary key,
    function   varchar(127) not null references function on delete cascade,
    name       varchar(64)  not null,
    key_id     varchar(16)  not null,
    nonce      bytea        not null,
    sealed     bytea        not null,
    changed_at timestamptz  not null,
    unique (function, name)
);

create table route (
    pattern  varchar(1400) primary key,
    host     varchar(255)  not null,
    account  varchar(63)   not null,
    function varchar(127)  not null references function on delete cascade
);
create index route_host on route (host);
create index route_function on route (function);

create table tombstone (
    function varchar(127) primary key,
    account  varchar(63) not null,
    name     varchar(63) not null,
    revision bigint      not null
);
create index tombstone_revision on tombstone (revision);
