-- Run by the owner. The application role (placeholder "application") can define nothing here and can only add to the audit.

create table est.credential (
  id             uuid primary key,
  kind           text not null check (kind in ('SECRET', 'PASSWORD')),
  lookup         bytea unique check (octet_length(lookup) = 32),
  user_name      text unique check (char_length(user_name) between 1 and 256),
  password_hash  text check (char_length(password_hash) <= 256),
  common_name    text check (char_length(common_name) between 1 and 64),
  label          text check (char_length(label) between 1 and 64),
  expires_at     timestamptz,
  reserved_by    uuid,
  reserved_until timestamptz,
  spent_at       timestamptz,
  spent_by       uuid,
  disabled       boolean not null default false,
  created_at     timestamptz not null default now(),
  check ((kind = 'SECRET' and lookup is not null and expires_at is not null and user_name is null and password_hash is null)
      or (kind = 'PASSWORD' and lookup is null and user_name is not null and password_hash is not null)),
  check ((spent_at is null) = (spent_by is null)),
  check ((reserved_by is null) = (reserved_until is null))
);
comment on column est.credential.lookup is 'SHA-256 of the secret, which has 128 random bits and needs no slow hash';

create table est.enrollment (
  id                uuid primary key,
  label             text not null check (char_length(label) <= 64),
  operation         text not null check (char_length(operation) <= 32),
  identity          text not null check (char_length(identity) <= 1024),
  profile           text not null check (char_length(profile) <= 64),
  ca                text not null check (char_length(ca) <= 64),
  spki_sha256       bytea not null check (octet_length(spki_sha256) = 32),
  request           bytea not null check (octet_length(request) <= 65536),
  granted           text not null check (char_length(granted) <= 65536),
  serial            bytea not null check (octet_length(serial) between 1 and 20),
  not_before        timestamptz not null,
  not_after         timestamptz not null,
  state             text not null check (state in
    ('RECEIVED', 'PENDING', 'INTENT', 'SIGNING', 'ISSUED', 'REFUSED', 'UNKNOWN', 'NOT_ISSUED', 'ORPHAN')),
  version           integer not null default 1,
  lease_until       timestamptz,
  replay_key        bytea unique check (octet_length(replay_key) = 32),
  repeats           uuid references est.enrollment (id),
  renews_issuer     bytea check (octet_length(renews_issuer) <= 1024),
  renews_serial     bytea check (octet_length(renews_serial) between 1 and 20),
  credential        uuid references est.credential (id),
  reason            text check (char_length(reason) <= 256),
  request_reference text not null check (char_length(request_reference) <= 64),
  address           text not null check (char_length(address) <= 64),
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  unique (ca, serial),
  check ((renews_issuer is null) = (renews_serial is null)),
  check (not_before < not_after)
);
comment on column est.enrollment.version is 'fences a process that slept past its lease: it names the version it opened';
comment on column est.enrollment.repeats is 'the earlier enrollment of the same replay key that this one takes over from';
create index enrollment_unfinished on est.enrollment (lease_until) where state in ('INTENT', 'SIGNING', 'UNKNOWN');

create table est.certificate (
  id                uuid primary key,
  issuer            bytea not null check (octet_length(issuer) <= 1024),
  serial            bytea not null check (octet_length(serial) between 1 and 20),
  der               bytea not null check (octet_length(der) <= 65536),
  spki_sha256       bytea not null check (octet_length(spki_sha256) = 32),
  subject           text not null check (char_length(subject) <= 4096),
  names             text[] not null check (cardinality(names) <= 100),
  not_before        timestamptz not null,
  not_after         timestamptz not null,
  enrollment        uuid not null unique references est.enrollment (id),
  ca                text not null check (char_length(ca) <= 64),
  label             text not null check (char_length(label) <= 64),
  status            text not null default 'VALID' check (status in ('VALID', 'REVOKED')),
  revoked_at        timestamptz,
  revocation_reason text check (char_length(revocation_reason) <= 32),
  created_at        timestamptz not null default now(),
  unique (issuer, serial),
  check ((status = 'REVOKED') = (revoked_at is not null))
);
comment on column est.certificate.issuer is 'DER of the issuer name as it stands in the certificate; never compared as text';
create index certificate_spki on est.certificate (spki_sha256);
create index certificate_serial on est.certificate (serial);

create table est.audit_event (
  id                 bigint generated always as identity primary key,
  at                 timestamptz not null default now(),
  event              text not null check (event ~ '^[A-Z_]{1,32}$'),
  enrollment         uuid,
  label              text check (char_length(label) <= 64),
  operation          text check (char_length(operation) <= 32),
  identity           text check (char_length(identity) <= 1024),
  reason             text check (char_length(reason) <= 256),
  certificate_issuer bytea,
  certificate_serial bytea,
  address            text check (char_length(address) <= 64),
  request_reference  text check (char_length(request_reference) <= 64),
  actor              text check (char_length(actor) <= 256)
);
create index audit_event_enrollment on est.audit_event (enrollment) where enrollment is not null;

-- I-9: append-only, for the owner too.
create function est.audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'audit_event is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_no_change before update or delete on est.audit_event
  for each row execute function est.audit_is_append_only();
create trigger audit_no_truncate before truncate on est.audit_event
  for each statement execute function est.audit_is_append_only();

grant usage on schema est to "${application}";
grant select, insert, update on est.credential, est.enrollment, est.certificate to "${application}";
grant select, insert on est.audit_event to "${application}";
