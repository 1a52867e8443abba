package est.policy;

import est.protocol.CertificationRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The names a request or a certificate states, as parsed values.
 *
 * @param subject the distinguished name, possibly empty
 * @param alternativeNames the alternative names, possibly none
 */
record ClaimedNames(X500Name subject, List<GeneralName> alternativeNames) {

    static ClaimedNames of(CertificationRequest request) {
        return new ClaimedNames(request.subject(), request.alternativeNames());
    }

    Optional<String> commonName() {
        return attribute(BCStyle.CN);
    }

    Optional<String> serialNumber() {
        return attribute(BCStyle.SERIALNUMBER);
    }

    /** What names the device: the common name, else the serial number, else the only dNSName (EST-ENR-11). */
    Optional<String> deviceName() {
        return commonName().or(this::serialNumber).or(this::onlyDnsName);
    }

    private Optional<String> onlyDnsName() {
        List<String> names = dnsNames().toList();
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    private Stream<String> dnsNames() {
        return alternativeNames.stream()
                .filter(name -> name.getTagNo() == GeneralName.dNSName)
                .map(name -> ((ASN1String) name.getName()).getString());
    }

    /** Whether there is a dNSName of these letters. */
    boolean hasDnsName(String name) {
        return dnsNames().anyMatch(name::equalsIgnoreCase);
    }

    /** Whether there is no name at all. */
    boolean isNobody() {
        return subject.size() == 0 && alternativeNames.isEmpty();
    }

    /** Demands names that a certificate may contain (T-13), of the kinds of the profile. */
    void requireClean(EnrollmentProfile profile) {
        profile.subject().requireClean(subject);
        profile.alternativeNames().requireClean(alternativeNames);
    }

    /** The only value of an attribute of the subject. */
    Optional<String> attribute(ASN1ObjectIdentifier type) {
        RDN[] found = subject.getRDNs(type);
        if (found.length != 1) {
            return Optional.empty();
        }
        ASN1Encodable value = found[0].getFirst().getValue();
        return value instanceof ASN1String string ? Optional.of(string.getString()) : Optional.empty();
    }
}
