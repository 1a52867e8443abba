/**
 * A certification authority behind the PKI engine of HashiCorp Vault or OpenBao. The module holds the place of that
 * provider: it has no type yet, and {@code est.ca.<name>.type=vault} is refused at start as unknown.
 */
@NullMarked
package est.ca.vault;

import org.jspecify.annotations.NullMarked;
