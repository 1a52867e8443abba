-- Only additions, so that a server of before works on beside this one; the grants on the table cover them.

alter table est.enrollment
  add column looks      integer not null default 0,
  add column look_after timestamptz,
  add column orphan     bytea check (octet_length(orphan) between 1 and 65536);

-- only the few rows that have one are in it
create index enrollment_orphan on est.enrollment (sha256(orphan)) where orphan is not null;

comment on column est.enrollment.looks is 'how often the reconciler looked at it and could not decide';
comment on column est.enrollment.look_after is 'when the reconciler looks again';
comment on column est.enrollment.orphan is 'the certificate that exists and is never delivered, DER; set before it is revoked';
comment on column est.enrollment.state is
  'INTENT from the commit before the CA is asked. Then ISSUED, REFUSED, NOT_ISSUED, or UNKNOWN until the reconciler makes it '
  'ISSUED, NOT_ISSUED or ORPHAN. RECEIVED and SIGNING are never written: receiving and intent are one statement, and a '
  'further one to say that the CA is being asked would tell nothing that INTENT does not. PENDING is for requests that wait '
  'for a person';
