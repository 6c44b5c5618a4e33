-- Tokens from before were for everything in their account, and had no end.
alter table token
    add column rights       text        not null default '*',
    add column created_by   text        not null default '',
    add column expires_at   timestamptz,
    add column last_used_at timestamptz;
alter table token
    alter column rights     drop default,
    alter column created_by drop default;

create table leak (
    id     varchar(36) primary key,
    token  varchar(36) not null references token on delete cascade,
    place  text        not null,
    at     timestamptz not null
);
create index leak_token on leak (token, at);
