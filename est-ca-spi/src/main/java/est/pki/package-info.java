/**
 * Values of public key infrastructure that cross the CA SPI: what a certificate is to contain. Plain JDK types, immutable,
 * checked when they are made. They decide nothing; the registration authority's policy decides and fills them.
 */
@NullMarked
package est.pki;

import org.jspecify.annotations.NullMarked;
