-- What is remembered of one person or thing.
create table profile (
    id         bigint      generated always as identity primary key,
    account    text        not null,
    namespace  text        not null,
    name       text        not null,
    unique (account, namespace, name)
);
