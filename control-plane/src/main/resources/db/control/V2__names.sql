-- How long the name of an account or a function may be is said once, by the contracts' guard.
alter table account   alter column name     type text;
alter table token     alter column account  type text;
alter table function  alter column id       type text, alter column account type text, alter column name type text;
alter table version   alter column function type text;
alter table secret    alter column id       type text, alter column function type text;
alter table route     alter column account  type text, alter column function type text;
alter table tombstone alter column function type text, alter column account type text, alter column name type text;
