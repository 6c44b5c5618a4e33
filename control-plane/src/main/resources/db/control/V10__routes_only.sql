-- Functions that answer at their routes alone.
alter table function add column routes_only boolean not null default false;
