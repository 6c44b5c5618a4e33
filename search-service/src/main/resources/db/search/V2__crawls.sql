-- A job that reads web pages. Whoever runs it holds it until claimed_until, and says so again; after that another process begins it anew.
create table crawl (
    id            bigint      generated always as identity primary key,
    index_id      bigint      not null references search_index on delete cascade,
    name          text        not null,
    settings      text        not null,
    state         text        not null,
    cancelled     boolean     not null default false,
    progress      text        not null default '{}',
    log           text        not null default '',
    next_at       timestamptz,
    claimed_until timestamptz,
    claim         text        not null default '',
    started_at    timestamptz,
    ended_at      timestamptz,
    unique (index_id, name)
);
create index crawl_due on crawl (next_at);
create index crawl_claimed on crawl (claimed_until);

-- What a page answered last, so that it need not send it again.
create table crawl_page (
    crawl_id      bigint not null references crawl on delete cascade,
    url           text   not null,
    etag          text   not null,
    last_modified text   not null,
    primary key (crawl_id, url)
);
