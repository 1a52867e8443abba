-- What somebody said of a request that waits, for the operators who decide; and that failed passwords are counted label by label
-- (T-6). Expands only: a server of the version before writes no remarks, and goes on counting over all labels in rows of its own.

alter table est.pending_request add column remark text check (char_length(remark) between 1 and 256);
comment on column est.pending_request.remark is 'why it waits, in the words of the authorizer that left it to a person';

comment on column est.failed_password.account is
  'keyed SHA-256 over label and user name, or over label, user name and network of the client';
