/**
 * What an enrollment costs: a server of {@code ./start} in a process of its own, devices of a manufacturer's that enroll over
 * loopback, and a bare TLS handshake beside them as the yardstick. {@code docs/performance.md} explains the figures.
 */
@NullMarked
package est.benchmark;

import org.jspecify.annotations.NullMarked;
