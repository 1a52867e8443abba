-- What somebody said of a request that waits, for the operators who decide. Expands only: a server of the version before writes none.

alter table est.pending_request add column remark text check (char_length(remark) between 1 and 256);
comment on column est.pending_request.remark is 'why it waits, in the words of the authorizer that left it to a person';
