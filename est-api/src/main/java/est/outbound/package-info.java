/**
 * HTTP(S) with parties that operators named in the configuration, and with nobody else (T-27): bounded in time, octets and
 * connections, never redirected; messages are signed with a shared secret where there is one.
 */
@NullMarked
package est.outbound;

import org.jspecify.annotations.NullMarked;
