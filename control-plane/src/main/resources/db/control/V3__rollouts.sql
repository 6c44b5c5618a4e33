-- The version that was active before the present one: where a rollback leads.
alter table function add column previous varchar(36);

-- Percentages are kept in hundredths of a percent.
create table rollout (
    id                 varchar(36) primary key,
    function           text        not null references function on delete cascade,
    version            varchar(36) not null,
    stable             varchar(36) not null,
    share              integer     not null check (share between 0 and 10000),
    sticky_by          text        not null,
    automatic          boolean     not null,
    requests_min       integer     not null,
    margin             integer     not null,
    steps              text        not null,
    step_seconds       integer     not null,
    next_step_at       timestamptz,
    state              varchar(16) not null,
    started_by         text        not null,
    started_at         timestamptz not null,
    ended_by           text        not null default '',
    ended_at           timestamptz,
    reason             text        not null default '',
    stable_requests    bigint      not null default 0,
    stable_errors      bigint      not null default 0,
    candidate_requests bigint      not null default 0,
    candidate_errors   bigint      not null default 0
);
create unique index rollout_running on rollout (function) where ended_at is null;
create index rollout_function on rollout (function, id);
create index rollout_next_step on rollout (next_step_at) where ended_at is null;

-- What one run of one router counted in one window.
create table rollout_count (
    id                 text        primary key,
    rollout            varchar(36) not null references rollout on delete cascade,
    window_number      bigint      not null,
    stable_requests    bigint      not null,
    stable_errors      bigint      not null,
    candidate_requests bigint      not null,
    candidate_errors   bigint      not null
);
create index rollout_count_rollout on rollout_count (rollout, window_number);
