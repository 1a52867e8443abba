-- T-14: keys that nobody may have certified any more. T-17: whose a certified key is. Expands only: a server of the version
-- before goes on writing enrollments without a holder, and those certificates count as nobody else's under their own label.

create table est.blocked_key (
  spki_sha256 bytea primary key check (octet_length(spki_sha256) = 32),
  source      text not null check (char_length(source) between 1 and 256),
  created_at  timestamptz not null default now()
);
comment on column est.blocked_key.spki_sha256 is 'SHA-256 of the SubjectPublicKeyInfo in DER';

insert into est.blocked_key (spki_sha256, source)
select distinct spki_sha256, 'revoked for key compromise' from est.certificate
where revocation_reason = 'KEY_COMPROMISE';

alter table est.enrollment add column holder bytea;
alter table est.enrollment add constraint enrollment_holder_check check (octet_length(holder) = 32) not valid;
comment on column est.enrollment.holder is 'SHA-256 over the granted subject and alternative names: whose certificate it is';

-- unblocking is for the owner of the schema
grant select, insert on est.blocked_key to "${application}";
