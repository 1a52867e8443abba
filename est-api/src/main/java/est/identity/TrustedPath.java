package est.identity;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A path that was validated.
 *
 * @param manufacturer the anchors it leads to
 * @param certificates the leaf first, without the anchor
 * @param anchor where it ends
 */
record TrustedPath(ManufacturerAnchors manufacturer, List<X509Certificate> certificates, X509Certificate anchor) {}
