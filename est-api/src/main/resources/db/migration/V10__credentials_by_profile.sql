-- A one-time secret may name the profile that grants, and operators take credentials back. Expands only: a server of the version before
-- neither writes nor reads the new columns, and refuses what was removed since that is disabled too.

alter table est.credential add column profile text check (char_length(profile) between 1 and 64);
alter table est.credential add column removed_at timestamptz;
alter table est.credential add check (profile is null or kind = 'SECRET');
alter table est.credential add check (removed_at is null or disabled);
comment on column est.credential.profile is 'the profile that grants an enrollment with this secret, in place of the label''s';
comment on column est.credential.removed_at is 'since when an operator wants to know nothing of it; enrollments still refer to it';

-- the name of a removed user is free again
alter table est.credential drop constraint credential_user_name_key;
create unique index credential_user_name_key on est.credential (user_name) where removed_at is null;
