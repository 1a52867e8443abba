-- Devices that the operator knows. Expands only: a server of the version before goes on without asking for them.

create table est.device (
  id            uuid primary key,
  label         text check (label ~ '^[a-z0-9]{1,64}$'),
  fingerprint   bytea check (octet_length(fingerprint) = 32),
  serial_number text check (char_length(serial_number) between 1 and 256),
  pattern       text check (pattern is null or (char_length(pattern) between 1 and 128
    and ('' ~ ('^(?:' || pattern || ')$')) is not null)),
  state         text not null check (state in ('PENDING', 'ACTIVE', 'DISABLED')),
  attributes    jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  created_at    timestamptz not null default now(),
  changed_at    timestamptz not null default now(),
  changed_by    text not null check (char_length(changed_by) between 1 and 256),
  check (num_nonnulls(fingerprint, serial_number, pattern) = 1)
);
comment on column est.device.label is 'the only label it counts at; null: at every one';
comment on column est.device.fingerprint is 'SHA-256 of the certificate it shows';
comment on column est.device.serial_number is 'its serial number or device name, lower case, without repeated spaces';
comment on column est.device.pattern is 'regular expression for the whole of a device name, of the few elements that the server checked';
comment on column est.device.attributes is 'texts by name, for subject templates';

create unique index device_fingerprint on est.device (fingerprint, coalesce(label, '')) where fingerprint is not null;
create unique index device_serial_number on est.device (serial_number, coalesce(label, '')) where serial_number is not null;
create unique index device_pattern on est.device (pattern, coalesce(label, '')) where pattern is not null;
create index device_created on est.device (created_at, id);

alter table est.pending_request add column registers text check (char_length(registers) between 1 and 256);
comment on column est.pending_request.registers is 'the unknown device that an approval registers, under the label of the request';

grant select, insert, update, delete on est.device to "${application}";
