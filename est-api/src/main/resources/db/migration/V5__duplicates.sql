-- What a label does about a second certificate for a device. Expands only: enrollments that a server of the version before
-- writes name no device, and their certificates are nobody's duplicates.

alter table est.enrollment
  add column device   bytea,
  add column replaces boolean not null default false;
alter table est.enrollment add constraint enrollment_device_check check (octet_length(device) = 32) not valid;

comment on column est.enrollment.device is
  'SHA-256 over label, kind of certificate and name of the device: two valid certificates with the same one are duplicates';
comment on column est.enrollment.replaces is
  'whether the transaction that issues its certificate revokes the other valid ones of the device';

create index enrollment_device on est.enrollment (device) where device is not null;
