/**
 * A certification authority behind the PKI engine of HashiCorp Vault or OpenBao. {@code VaultClient} speaks HTTP with it,
 * {@code TokenSource} keeps it logged in, a {@code SigningMode} says a grant in its words, {@code Outcomes} turns what came
 * back into the four kinds of failure. Nothing of this is known outside the module.
 */
@NullMarked
package est.ca.vault;

import org.jspecify.annotations.NullMarked;
