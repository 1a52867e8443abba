-- Deliveries to webhooks. Expands only: a server of the version before goes on without them. The audit is the source; nothing is
-- added to it, and no enrollment writes here.

create table est.webhook_cursor (
  webhook     text primary key check (webhook ~ '^[a-z0-9]{1,64}$'),
  audit_event bigint not null
);
comment on column est.webhook_cursor.audit_event is 'up to here the audit has been looked through for this webhook';

create table est.webhook_delivery (
  webhook       text not null check (webhook ~ '^[a-z0-9]{1,64}$'),
  audit_event   bigint not null,
  enrollment    uuid,
  attempts      integer not null default 0,
  attempt_after timestamptz not null default now(),
  last_failure  text check (char_length(last_failure) <= 256),
  dead_at       timestamptz,
  created_at    timestamptz not null default now(),
  primary key (webhook, audit_event)
);
comment on table est.webhook_delivery is 'what is still to be told; a row goes when it has been told';
comment on column est.webhook_delivery.dead_at is 'when it was given up; kept for a month, for operators';
create index webhook_delivery_enrollment on est.webhook_delivery (webhook, enrollment, audit_event)
  where enrollment is not null and dead_at is null;

grant select, insert, update, delete on est.webhook_cursor, est.webhook_delivery to "${application}";
