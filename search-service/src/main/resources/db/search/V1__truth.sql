-- An index, and the last place of the log of its documents that was given away. Its row's lock makes changes happen one after the other.
create table search_index (
    id         bigint      generated always as identity primary key,
    account    text        not null,
    name       text        not null,
    settings   text        not null,
    embeds     boolean     not null,
    generation bigint      not null default 1,
    sequence   bigint      not null default 0,
    documents  bigint      not null default 0,
    bytes      bigint      not null default 0,
    -- Deletions up to there are forgotten: who has not seen them begins anew.
    forgotten  bigint      not null default 0,
    created_at timestamptz not null,
    unique (account, name)
);

-- The log is the documents themselves, in the order of their sequence, and the deletions: of each document only its last change counts.
create table document (
    index_id bigint  not null references search_index on delete cascade,
    id       text    not null,
    hash     text    not null,
    source   text    not null,
    sequence bigint  not null,
    -- Whether its vectors are still to be made.
    pending  boolean not null,
    model    text    not null default '',
    vectors  bytea,
    primary key (index_id, id)
);
create unique index document_log on document (index_id, sequence);
create index document_pending on document (index_id, sequence) where pending;

create table deletion (
    index_id bigint      not null references search_index on delete cascade,
    id       text        not null,
    sequence bigint      not null,
    at       timestamptz not null,
    primary key (index_id, sequence)
);
create index deletion_age on deletion (at);
