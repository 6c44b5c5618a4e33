-- What decides which passages documents have, and the first generation that had them: vectors of passages from before are of no use.
alter table search_index add column passages text not null default '';
alter table search_index add column passages_since bigint not null default 0;
-- Some documents may still have vectors of passages from before.
alter table search_index add column stale boolean not null default false;

-- What of a document is embedded, as a hash: while it is the same, so are its vectors.
alter table document add column texts text not null default '';
-- Of which passages its vectors are.
alter table document add column made_for bigint not null default 0;
