package est.policy;

import static est.policy.PolicyRefusal.Reason.KEY_OF_THE_CA;
import static est.policy.PolicyRefusal.Reason.KEY_OF_THE_SERVER;

import est.protocol.SubjectPublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of this house, which nobody may have certified, whatever a profile says (T-17).
 *
 * @param authorities the certificates of every certification authority behind this server
 * @param server what this server shows to its clients
 */
public record OwnKeys(List<X509Certificate> authorities, List<X509Certificate> server) {

    /** Copies the lists. */
    public OwnKeys {
        authorities = List.copyOf(authorities);
        server = List.copyOf(server);
    }

    /** Demands that the key is none of them. */
    void requireForeign(SubjectPublicKey key) {
        byte[] encoded = key.encoded();
        if (isAmong(authorities, encoded)) {
            throw new PolicyRefusal(KEY_OF_THE_CA, "the key is that of a certification authority");
        }
        if (isAmong(server, encoded)) {
            throw new PolicyRefusal(KEY_OF_THE_SERVER, "the key is that of this server");
        }
    }

    private static boolean isAmong(List<X509Certificate> certificates, byte[] key) {
        return certificates.stream()
                .anyMatch(certificate ->
                        Arrays.equals(key, certificate.getPublicKey().getEncoded()));
    }
}
