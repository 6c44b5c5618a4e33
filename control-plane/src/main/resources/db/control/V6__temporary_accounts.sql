create table temporary_account (
    account    text        primary key references account on delete cascade,
    claim      bytea       not null unique,
    address    text        not null,
    expires_at timestamptz not null
);
create index temporary_account_expiry on temporary_account (expires_at);

-- Challenges that made an account; each does so once.
create table spent_challenge (
    id         varchar(32) primary key,
    expires_at timestamptz not null
);
create index spent_challenge_expiry on spent_challenge (expires_at);
