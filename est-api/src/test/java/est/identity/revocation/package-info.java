@NullMarked
package est.identity.revocation;

import org.jspecify.annotations.NullMarked;
