-- What a version's author noted with it; texts that nobody interprets.
alter table version add column notes text not null default '{}';

-- When which version became the active one. Goes with its version.
create table activation (
    id       varchar(36)   primary key,
    function text          not null references function on delete cascade,
    version  varchar(36)   not null references version on delete cascade,
    message  varchar(1000) not null,
    made_by  text          not null,
    made_at  timestamptz   not null
);
create index activation_function on activation (function, id);
create index activation_version on activation (version);
insert into activation select active, id, active, '', '', changed_at from function where active is not null;

-- Clients of the v4 API know an account by 32 hex digits.
alter table account add column client_id text generated always as (md5(name)) stored unique;
