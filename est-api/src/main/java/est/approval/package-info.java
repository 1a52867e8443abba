/**
 * Requests that wait for a person: who has to, how they are told, what an operator sees of them. What they are is in {@code
 * est.record}.
 */
@NullMarked
package est.approval;

import org.jspecify.annotations.NullMarked;
