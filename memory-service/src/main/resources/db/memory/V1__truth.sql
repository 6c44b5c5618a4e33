-- Settings of a namespace. One without a row has those that configuration gives.
create table namespace (
    account       text        not null,
    name          text        not null,
    settings      text        not null,
    created_at    timestamptz not null,
    primary key (account, name)
);

-- All that is remembered of one person or thing. Its row's lock makes changes happen one after the other; each raises the version.
create table profile (
    id         bigint      generated always as identity primary key,
    account    text        not null,
    namespace  text        not null,
    name       text        not null,
    version    bigint      not null default 0,
    messages   bigint      not null default 0,
    bytes      bigint      not null default 0,
    -- The key that its texts and vectors are kept under, sealed with the service's; without it they can be read by nobody.
    sealed_key bytea,
    created_at timestamptz not null,
    unique (account, namespace, name)
);

-- What was said, as it was said.
create table message (
    profile_id bigint      not null references profile on delete cascade,
    seq        bigint      generated always as identity primary key,
    session    text        not null,
    id         text        not null,
    hash       text        not null,
    -- Who may see it, as one text: those with other readers are never made into one memory.
    readers    text        not null,
    at         timestamptz not null,
    bytes      int         not null,
    body       bytea       not null,
    unique (profile_id, session, id)
);
create index message_order on message (profile_id, session, at, seq);
create index message_hash on message (profile_id, session, hash);
create index message_age on message (profile_id, at);

-- What is known. Texts and vectors are in body and vector; what statements look at stands beside.
create table memory (
    id            text        not null,
    profile_id    bigint      not null references profile on delete cascade,
    -- Of derived ones: the same for the same messages.
    name          text,
    kind          text        not null,
    origin        text        not null,
    session       text,
    key_hash      text,
    readers       text        not null,
    hash          text        not null,
    place         bigint      not null,
    importance    float8      not null,
    recorded_at   timestamptz not null,
    updated_at    timestamptz not null,
    valid_from    timestamptz not null,
    valid_to      timestamptz,
    expires_at    timestamptz,
    superseded_at timestamptz,
    superseded_by text,
    version       bigint      not null,
    pending       boolean     not null,
    model         text        not null default '',
    bytes         int         not null,
    body          bytea       not null,
    -- Of what is embedded: while it is the same, so is the vector.
    text_hash     text        not null,
    vector        bytea,
    primary key (profile_id, id)
);
create unique index memory_name on memory (profile_id, session, name) where name is not null;
create index memory_version on memory (profile_id, version);
create index memory_key on memory (profile_id, key_hash) where key_hash is not null;
create index memory_pending on memory (profile_id, id) where pending;
create index memory_expiry on memory (profile_id, expires_at) where expires_at is not null;

-- Of what was deleted or forgotten: enough to know it again, and no more.
create table forgotten (
    profile_id bigint      not null references profile on delete cascade,
    hash       text        not null,
    at         timestamptz not null,
    primary key (profile_id, hash)
);

-- What is to be done for a profile. It is written with what it is about, so a crash loses neither; done again it changes nothing.
create table job (
    id          text        primary key,
    profile_id  bigint      not null references profile on delete cascade,
    kind        text        not null,
    status      text        not null,
    sessions    text        not null,
    counts      text        not null,
    problem     text,
    attempts    int         not null default 0,
    leased_to   timestamptz not null,
    created_at  timestamptz not null,
    finished_at timestamptz
);
create index job_open on job (leased_to) where finished_at is null;
create index job_profile on job (profile_id, finished_at);

-- A session of the database sees one account's profiles and one profile's rows: those that it said it works for, and none when it said nothing.
alter table namespace enable row level security;
alter table namespace force row level security;
create policy of_account on namespace
    using (account = current_setting('memory.account', true));

alter table profile enable row level security;
alter table profile force row level security;
create policy of_account on profile
    using (account = current_setting('memory.account', true));

alter table message enable row level security;
alter table message force row level security;
create policy of_profile on message
    using (profile_id = nullif(current_setting('memory.profile', true), '')::bigint);

alter table memory enable row level security;
alter table memory force row level security;
create policy of_profile on memory
    using (profile_id = nullif(current_setting('memory.profile', true), '')::bigint);

alter table forgotten enable row level security;
alter table forgotten force row level security;
create policy of_profile on forgotten
    using (profile_id = nullif(current_setting('memory.profile', true), '')::bigint);

alter table job enable row level security;
alter table job force row level security;
create policy of_profile on job
    using (profile_id = nullif(current_setting('memory.profile', true), '')::bigint);

-- The service's own rounds (jobs that wait, retention) look at who has something to do, and at nothing that is remembered.
create policy of_service on profile for select
    using (current_setting('memory.service', true) = 'rounds');
create policy of_service on namespace for select
    using (current_setting('memory.service', true) = 'rounds');
create policy of_service on job
    using (current_setting('memory.service', true) = 'rounds');

-- A user who passes by all policies works as one who does not.
do $$
begin
    if (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
        if not exists (select from pg_roles where rolname = 'memory_service') then
            create role memory_service nologin;
        end if;
        grant usage on schema memory to memory_service;
        grant select, insert, update, delete on namespace, profile, message, memory, forgotten, job to memory_service;
    end if;
end
$$;
