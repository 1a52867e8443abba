/**
 * Who may have what: a label names a profile, the profile turns identity and request into a grant or a refusal with a reason.
 * Pure: no framework, no clock of its own, no parsing.
 */
@NullMarked
package est.policy;

import org.jspecify.annotations.NullMarked;
