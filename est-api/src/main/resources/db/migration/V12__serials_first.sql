-- A serial number nearly always tells a certificate by itself, its issuer hardly ever does: with the serial first one index serves
-- both who looks for a serial of any issuer and who looks for both, and is compared by its first octets. The names stay: a server
-- of the version before knows these constraints by them.

alter table est.certificate drop constraint certificate_issuer_serial_key;
drop index est.certificate_serial;
alter table est.certificate add constraint certificate_issuer_serial_key unique (serial, issuer);

alter table est.enrollment drop constraint enrollment_ca_serial_key;
alter table est.enrollment add constraint enrollment_ca_serial_key unique (serial, ca);
