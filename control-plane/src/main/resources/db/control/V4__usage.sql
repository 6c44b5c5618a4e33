-- Functions and accounts are named, not referenced: what was used stays known when they are gone.
create table usage_minute (
    account         text   not null,
    function        text   not null,
    minute          bigint not null,
    requests        bigint not null,
    cpu_micros      bigint not null,
    allocated_bytes bigint not null,
    egress_bytes    bigint not null,
    subrequests     bigint not null,
    primary key (account, minute, function)
);
create index usage_minute_age on usage_minute (minute);

create table usage_day (
    account         text   not null,
    function        text   not null,
    day             bigint not null,
    requests        bigint not null,
    cpu_micros      bigint not null,
    allocated_bytes bigint not null,
    egress_bytes    bigint not null,
    subrequests     bigint not null,
    primary key (account, day, function)
);
create index usage_day_age on usage_day (day);

-- The last flush of each run of a router that was counted.
create table usage_flush (
    router   text        primary key,
    sequence bigint      not null,
    seen_at  timestamptz not null
);

create table account_cap (
    account                 text primary key references account on delete cascade,
    requests_per_day        bigint,
    cpu_ms_per_day          bigint,
    allocated_bytes_per_day bigint,
    egress_bytes_per_day    bigint,
    subrequests_per_day     bigint
);

create table usage_alert (
    account text        not null,
    cap     text        not null,
    day     bigint      not null,
    percent integer     not null,
    used    bigint      not null,
    allowed bigint      not null,
    at      timestamptz not null,
    primary key (account, day, cap, percent)
);
