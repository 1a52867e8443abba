/**
 * A certification authority that holds its own key, from PEM files or a PKCS#12 file. Everything that can be wrong with the
 * key or its certificates is found when the authority is opened, and the complaint names the setting. It writes RFC 5280
 * certificates from what the registration authority granted, never from the certification request, and keeps no state beyond
 * a bounded memory of its latest answers.
 */
@NullMarked
package est.ca.local;

import org.jspecify.annotations.NullMarked;
