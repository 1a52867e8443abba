-- T-9: failed passwords, shared by all replicas. T-23: how many enrollments an identity may open. Expands only: a server of the
-- version before counts nothing and goes on.

create table est.throttle_key (
  only_one boolean primary key default true check (only_one),
  key      bytea not null check (octet_length(key) = 32)
);
insert into est.throttle_key (key)
values (sha256(decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')));
comment on table est.throttle_key is 'digests in est.failed_password are keyed with it: nobody outside can aim at one';

create table est.failed_password (
  account  bytea primary key check (octet_length(account) = 32),
  failures integer not null check (failures between 0 and 1000000),
  last_at  timestamptz not null
);
comment on table est.failed_password is
  'of accounts that exist and of those that do not alike; holds no text of a client, and a bounded number of rows';
comment on column est.failed_password.account is
  'keyed SHA-256 over user name, or over user name and network of the client';
create index failed_password_least on est.failed_password (failures desc, last_at desc);
create index failed_password_oldest on est.failed_password (last_at);

alter table est.enrollment add column counted boolean not null default false;
comment on column est.enrollment.counted is 'whether it counts toward est.label.<name>.enrollments-per-identity';
-- identities are too long for an index; labels without a limit have nothing in it
create index enrollment_counted on est.enrollment (label, hashtextextended(identity, 0), created_at) where counted;

grant select on est.throttle_key to "${application}";
grant select, insert, update, delete on est.failed_password to "${application}";
