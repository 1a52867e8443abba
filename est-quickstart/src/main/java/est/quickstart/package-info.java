/**
 * What {@code ./start} needs and production does not have: a PostgreSQL of its own, a first-run PKI, and the launcher that
 * hands both to the unmodified server as settings. It decides nothing about enrollment and knows no table.
 */
@NullMarked
package est.quickstart;

import org.jspecify.annotations.NullMarked;
