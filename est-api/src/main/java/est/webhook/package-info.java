/**
 * Tells others what was issued, refused, is pending or was revoked: at least once, in order for each enrollment, from the audit and never
 * on the way of an enrollment. {@code docs/decisions-and-webhooks.md} is for those who receive it.
 */
@NullMarked
package est.webhook;

import org.jspecify.annotations.NullMarked;
