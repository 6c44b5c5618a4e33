-- What a page links to, a line each: a page that is unchanged still leads on.
alter table crawl_page add column links text;
