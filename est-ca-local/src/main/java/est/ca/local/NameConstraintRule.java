package est.ca.local;

import est.ca.CaException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * The name constraints of all certificates above a leaf (RFC 5280 §4.2.1.10): a certificate that no relying party would
 * accept is not signed. Immutable once made.
 */
final class NameConstraintRule {

    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    private final PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();

    /**
     * The constraints of a chain.
     *
     * @throws IllegalArgumentException if one of them is malformed
     */
    NameConstraintRule(List<X509Certificate> chain) {
        for (X509Certificate certificate : chain) {
            byte[] extension = certificate.getExtensionValue(NAME_CONSTRAINTS);
            if (extension != null) {
                add(NameConstraints.getInstance(
                        ASN1OctetString.getInstance(extension).getOctets()));
            }
        }
    }

    private void add(NameConstraints constraints) {
        GeneralSubtree[] permitted = constraints.getPermittedSubtrees();
        if (permitted != null) {
            validator.intersectPermittedSubtree(permitted);
        }
        GeneralSubtree[] excluded = constraints.getExcludedSubtrees();
        if (excluded != null) {
            for (GeneralSubtree subtree : excluded) {
                validator.addExcludedSubtree(subtree);
            }
        }
    }

    /**
     * Judges all names of a certificate, mail addresses in the subject included.
     *
     * @throws CaException of kind {@code REFUSED} if one is outside
     */
    void check(X500Name subject, GeneralName[] alternativeNames) {
        try {
            if (subject.size() > 0) {
                validator.checkPermittedDN(subject);
                validator.checkExcludedDN(subject);
            }
            for (RDN rdn : subject.getRDNs(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
                for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                    if (attribute.getType().equals(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
                        check(new GeneralName(GeneralName.rfc822Name, IETFUtils.valueToString(attribute.getValue())));
                    }
                }
            }
            for (GeneralName name : alternativeNames) {
                check(name);
            }
        } catch (NameConstraintValidatorException e) {
            throw CaException.refused("a name is outside the name constraints of the certification authority", e);
        }
    }

    private void check(GeneralName name) throws NameConstraintValidatorException {
        validator.checkPermitted(name);
        validator.checkExcluded(name);
    }
}
