-- Requests that wait for a person (RFC 7030 §4.2.3), and the persons. Expands only: a server of the version before goes on
-- without them. A request that waits is no enrollment yet: it has no serial, no dates and no lease.

create table est.pending_request (
  id                    uuid primary key,
  replay_key            bytea not null check (octet_length(replay_key) = 32),
  content               bytea not null check (octet_length(content) = 32),
  occasion              text not null check (occasion ~ '^[A-Z_]{1,32}$'),
  label                 text not null check (char_length(label) <= 64),
  operation             text not null check (char_length(operation) <= 32),
  identity              text not null check (char_length(identity) <= 1024),
  profile               text not null check (char_length(profile) <= 64),
  ca                    text not null check (char_length(ca) <= 64),
  spki_sha256           bytea not null check (octet_length(spki_sha256) = 32),
  request               bytea not null check (octet_length(request) <= 65536),
  granted               text not null check (char_length(granted) <= 65536),
  credential            uuid references est.credential (id),
  credential_expires_at timestamptz,
  state                 text not null default 'WAITING' check (state in
    ('WAITING', 'APPROVED', 'REJECTED', 'SPENT', 'LAPSED')),
  lifetime_seconds      integer not null check (lifetime_seconds > 0),
  expires_at            timestamptz not null,
  decided_by            text check (char_length(decided_by) <= 256),
  decided_at            timestamptz,
  reason                text check (char_length(reason) <= 256),
  request_reference     text not null check (char_length(request_reference) <= 64),
  address               text not null check (char_length(address) <= 64),
  created_at            timestamptz not null default now(),
  check ((credential is null) = (credential_expires_at is null)),
  check ((decided_by is null) = (decided_at is null))
);
comment on column est.pending_request.content is
  'SHA-256 over profile, CA and what was granted, dates aside: an approval is for that and nothing else';
comment on column est.pending_request.occasion is 'why a person is asked';
comment on column est.pending_request.credential_expires_at is 'of the one-time secret, before it was kept for this request';
comment on column est.pending_request.state is
  'WAITING, then APPROVED or REJECTED by a person. SPENT in the transaction that records the certificate. LAPSED when its '
  'time has passed in any of the first three';

-- found by what makes a repeat a repeat, one at a time
create unique index pending_request_open on est.pending_request (replay_key)
  where state in ('WAITING', 'APPROVED', 'REJECTED');
-- a one-time secret waits for one request
create unique index pending_request_credential on est.pending_request (credential)
  where state in ('WAITING', 'APPROVED');
create index pending_request_identity on est.pending_request (label, identity) where state = 'WAITING';
create index pending_request_waiting on est.pending_request (created_at, id) where state = 'WAITING';
create index pending_request_expiry on est.pending_request (expires_at)
  where state in ('WAITING', 'APPROVED', 'REJECTED', 'LAPSED');

alter table est.enrollment add column approval uuid references est.pending_request (id) on delete set null;
create index enrollment_approval on est.enrollment (approval) where approval is not null;
-- one approval, one certificate: whatever the code does
create unique index enrollment_approval_spent on est.enrollment (approval) where state = 'ISSUED' and approval is not null;

alter table est.audit_event add column pending uuid;
create index audit_event_pending on est.audit_event (pending) where pending is not null;

create table est.operator (
  id           uuid primary key,
  name         text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  role         text not null check (role in ('VIEWER', 'APPROVER')),
  token_sha256 bytea not null unique check (octet_length(token_sha256) = 32),
  expires_at   timestamptz not null,
  removed_at   timestamptz,
  created_at   timestamptz not null default now()
);
create unique index operator_name on est.operator (name) where removed_at is null;
comment on column est.operator.token_sha256 is 'SHA-256 of the token, which has 256 random bits and needs no slow hash';

comment on column est.enrollment.state is
  'INTENT from the commit before the CA is asked. Then ISSUED, REFUSED, NOT_ISSUED, or UNKNOWN until the reconciler makes it '
  'ISSUED, NOT_ISSUED or ORPHAN. RECEIVED, PENDING and SIGNING are never written: receiving and intent are one statement, a '
  'further one to say that the CA is being asked would tell nothing that INTENT does not, and what waits for a person is a '
  'pending_request';

grant select, insert, update, delete on est.pending_request to "${application}";
grant select, insert, update on est.operator to "${application}";
