/**
 * The listener devices come to: TLS engine, limits and deadlines, drain; a raw request becomes an {@link est.door.EstRequest},
 * an {@link est.door.EstReply} becomes exact bytes. The only user of Vert.x server classes. It judges no certificate: TLS
 * proves possession of the key, {@code est.identity} judges trust.
 */
@NullMarked
package est.door;

import org.jspecify.annotations.NullMarked;
