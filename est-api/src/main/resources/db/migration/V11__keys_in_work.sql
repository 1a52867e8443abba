-- T-17: of two holders who ask for one key at the same moment at most one gets a certificate. Expands only: what a server of the
-- version before opens does not say whether its key may be shared, and is not held to it.

alter table est.enrollment add column shares_key boolean;
comment on column est.enrollment.shares_key is 'whether its key may be certified although another holder has it or asks for it';

-- in a form that no other index has, so that every plan goes by this one: see KeyRules
create index enrollment_key_in_work on est.enrollment (spki_sha256)
  where coalesce(state in ('INTENT', 'SIGNING', 'UNKNOWN'), false);
