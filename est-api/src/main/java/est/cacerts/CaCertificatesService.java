package est.cacerts;

import est.issuance.CertificationAuthorities;
import est.policy.Label;
import est.protocol.CertsOnly;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers {@code /cacerts}: issuing CA first, root last, no end entity, never empty (EST-CA-01, -03, -05, EST-ENC-09). */
@ApplicationScoped
public class CaCertificatesService {

    private final CertificationAuthorities authorities;
    private final Map<String, Bag> bags = new ConcurrentHashMap<>();

    CaCertificatesService(CertificationAuthorities authorities) {
        this.authorities = authorities;
    }

    /**
     * The certificates of the label's CA.
     *
     * @return certs-only SignedData, DER; fails with {@link est.issuance.IssuanceFailure} if they were never obtained
     */
    public Uni<byte[]> certificates(Label label) {
        return authorities.caCertificates(label.ca()).map(certificates -> encoded(label.ca(), certificates));
    }

    /** Encoded once per set of certificates: devices ask far more often than CAs change. */
    private byte[] encoded(String ca, List<X509Certificate> certificates) {
        return bags.compute(
                        ca,
                        (name, bag) -> bag != null && bag.certificates().equals(certificates)
                                ? bag
                                : new Bag(certificates, CertsOnly.encode(certificates)))
                .der();
    }

    private record Bag(List<X509Certificate> certificates, byte[] der) {}
}
