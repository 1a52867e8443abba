/**
 * Asks a party outside, an authorizer, about what the policy has granted: over HTTPS, within a deadline, and distrusting the answer.
 * Whatever goes wrong, nothing is issued (I-6). {@code docs/decisions-and-webhooks.md} is for those who write one.
 */
@NullMarked
package est.decision;

import org.jspecify.annotations.NullMarked;
