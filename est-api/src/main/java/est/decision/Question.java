package est.decision;

import est.identity.ClientIdentity;
import est.pki.CertificateContent;
import est.protocol.CertificationRequest;

/**
 * What an authorizer is asked about: a request that identity, proof and policy let pass.
 *
 * @param occasion where and as what it came in
 * @param identity who asks
 * @param request what for
 * @param granted what the policy would have certified
 */
public record Question(
        Occasion occasion, ClientIdentity identity, CertificationRequest request, CertificateContent granted) {

    /**
     * Where and as what a request came in.
     *
     * @param reference the correlation id that the client gets
     * @param repeat the same text for repeats of the same request and for no others
     * @param label the label's name
     * @param operation the EST operation
     * @param profile the profile's name
     * @param address the client's socket address
     */
    public record Occasion(
            String reference, String repeat, String label, String operation, String profile, String address) {}
}
