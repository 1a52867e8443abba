package est.policy;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Tells by the granted names whether two certificates are of one device. */
public final class DeviceName {

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private DeviceName() {}

    /**
     * The common name, else the serial number, else the only dNSName; without regard to case, string type and repeated spaces, as
     * RFC 5280 §7.1 compares names. Empty if nothing names a device.
     */
    public static Optional<String> of(CertificateContent granted) {
        X500Name subject = X500Name.getInstance(granted.subject().getEncoded());
        return attribute(subject, BCStyle.CN)
                .or(() -> attribute(subject, BCStyle.SERIALNUMBER))
                .or(() -> onlyDnsName(granted.alternativeNames()))
                .map(DeviceName::canonical);
    }

    /** The serial number in a subject, compared in the same way. */
    public static Optional<String> serialNumber(X500Principal subject) {
        return attribute(X500Name.getInstance(subject.getEncoded()), BCStyle.SERIALNUMBER)
                .map(DeviceName::canonical);
    }

    private static Optional<String> attribute(X500Name subject, ASN1ObjectIdentifier type) {
        RDN[] found = subject.getRDNs(type);
        return found.length == 1 && found[0].getFirst().getValue() instanceof ASN1String value
                ? Optional.of(value.getString())
                : Optional.empty();
    }

    private static Optional<String> onlyDnsName(List<AlternativeName> names) {
        List<String> found = names.stream()
                .filter(name -> name.kind() == AlternativeName.Kind.DNS_NAME)
                .map(name -> new String(name.content(), StandardCharsets.US_ASCII))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** A name as it is compared: a letter's case, its variants and repeated spaces make no other one. */
    public static String canonical(String name) {
        String folded = Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
        return SPACES.matcher(folded).replaceAll(" ");
    }
}
