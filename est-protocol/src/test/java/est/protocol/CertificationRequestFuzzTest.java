package est.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/**
 * Any octets as a certification request. A plain {@code mvn verify} goes through the seeds only; CONTRIBUTING.md has the
 * command that searches.
 */
class CertificationRequestFuzzTest {

    private static final int MOST_NAMES = 100;

    @FuzzTest
    void T_20_any_octets_are_a_request_or_are_refused(byte[] octets) {
        CertificationRequest request;
        try {
            request = CertificationRequest.decode(octets);
        } catch (MalformedMessageException refused) {
            requireOneLine(refused);
            return;
        }
        requireOneReading(request, octets);
        requireSameKey(request.publicKey());
        if (request.alternativeNames().size() > MOST_NAMES) {
            throw new AssertionError("more alternative names than a request may have");
        }
        request.signatureAlgorithm().fits(request.publicKey());
    }

    /** The text is for the client: one line, nothing of a library. */
    static void requireOneLine(MalformedMessageException refused) {
        String text = refused.getMessage();
        if (text == null || text.isBlank() || text.contains("\n") || refused.getCause() != null) {
            throw new AssertionError("a refusal is not one line without cause: " + text);
        }
    }

    /** T-16: what is kept reads as what came, and what came in DER is kept as it is. */
    private static void requireOneReading(CertificationRequest request, byte[] octets) {
        byte[] kept = request.encoded();
        CertificationRequest again = CertificationRequest.decode(kept);
        if (!Arrays.equals(kept, again.encoded())
                || !Arrays.equals(request.signedPart(), again.signedPart())
                || !Arrays.equals(request.signature(), again.signature())
                || !request.alternativeNames().equals(again.alternativeNames())
                || !request.attributeTypes().equals(again.attributeTypes())) {
            throw new AssertionError("the request reads otherwise the second time");
        }
        if (DerScan.isDer(octets, DerScan.Limits.REQUEST) && !Arrays.equals(kept, octets)) {
            throw new AssertionError("DER was changed");
        }
    }

    private static void requireSameKey(SubjectPublicKey key) {
        if (!SubjectPublicKey.decode(key.encoded()).equals(key)) {
            throw new AssertionError("the key reads otherwise the second time");
        }
    }
}
