-- HTTP servers of accounts, all of an account in one row; an account that took its last one away keeps an empty row, by which routers hear of it.
create table account_origins (
    account  varchar(63) primary key references account on delete cascade,
    origins  text        not null,
    revision bigint      not null
);
create index account_origins_revision on account_origins (revision);

-- A route leads to a function or to a server.
alter table route alter column function drop not null;
alter table route add column origin varchar(63);
alter table route add constraint route_leads_to_one check ((function is null) <> (origin is null));
create index route_origin on route (account, origin) where origin is not null;
