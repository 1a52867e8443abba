package est.identity.revocation;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.jspecify.annotations.Nullable;

/**
 * For which certificates of its issuer a CRL speaks (RFC 5280 §5.2.5). Lists of other issuers' certificates, of some reasons only
 * and of attribute certificates are not taken.
 *
 * @param endEntities whether for end entities
 * @param authorities whether for CA certificates
 * @param points names of the distribution point; if any, for certificates that name one of them
 */
record RevocationScope(boolean endEntities, boolean authorities, List<GeneralName> points) {

    private static final RevocationScope ALL = new RevocationScope(true, true, List.of());

    static RevocationScope of(X509CRL crl) throws UnusableAnswer {
        byte[] value = crl.getExtensionValue(Extension.issuingDistributionPoint.getId());
        if (value == null) {
            return ALL;
        }
        try {
            return of(IssuingDistributionPoint.getInstance(
                    ASN1OctetString.getInstance(value).getOctets()));
        } catch (RuntimeException unreadable) {
            throw new UnusableAnswer("has a distribution point that cannot be read", unreadable);
        }
    }

    private static RevocationScope of(IssuingDistributionPoint point) throws UnusableAnswer {
        if (point.isIndirectCRL() || point.onlyContainsAttributeCerts() || point.getOnlySomeReasons() != null) {
            throw new UnusableAnswer("speaks for other issuers, for attribute certificates or for some reasons only");
        }
        DistributionPointName name = point.getDistributionPoint();
        List<GeneralName> points = names(name).toList();
        if (name != null && points.isEmpty()) {
            throw new UnusableAnswer("names its distribution point in a form that is not known here");
        }
        return new RevocationScope(!point.onlyContainsCACerts(), !point.onlyContainsUserCerts(), points);
    }

    boolean covers(X509Certificate certificate) {
        boolean kind = certificate.getBasicConstraints() >= 0 ? authorities : endEntities;
        return kind && (points.isEmpty() || pointsOf(certificate).anyMatch(points::contains));
    }

    private static Stream<GeneralName> pointsOf(X509Certificate certificate) {
        return Optional.ofNullable(certificate.getExtensionValue(Extension.cRLDistributionPoints.getId()))
                .map(value -> CRLDistPoint.getInstance(
                        ASN1OctetString.getInstance(value).getOctets()))
                .stream()
                .flatMap(list -> Arrays.stream(list.getDistributionPoints()))
                .map(DistributionPoint::getDistributionPoint)
                .flatMap(RevocationScope::names);
    }

    private static Stream<GeneralName> names(@Nullable DistributionPointName name) {
        return name == null || name.getType() != DistributionPointName.FULL_NAME
                ? Stream.empty()
                : Arrays.stream(GeneralNames.getInstance(name.getName()).getNames());
    }
}
