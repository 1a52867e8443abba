/**
 * What happened, kept in PostgreSQL: enrollments, certificates, credentials, audit. The only user of Hibernate Reactive; no
 * entity leaves this room. Intent is committed before anybody signs, certificate and audit before a byte leaves.
 */
@NullMarked
package est.record;

import org.jspecify.annotations.NullMarked;
