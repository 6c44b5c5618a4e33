-- Until when a superseded memory would hold, had no other taken its place: what was known before that one came is told by it.
alter table memory add column ends_at timestamptz;
