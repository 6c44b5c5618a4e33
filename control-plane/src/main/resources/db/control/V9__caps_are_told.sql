-- Routers hear of caps that changed as they hear of deployments.
alter table account_cap add column revision bigint not null default 0;
create index account_cap_revision on account_cap (revision);
