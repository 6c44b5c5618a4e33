-- An ingest asks whether what was done last for its session failed: few have.
create index job_failed on job (profile_id) where status = 'failed';
