package est.record;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * What is about to be signed, and why: written before the CA is asked (I-2). The arrays are taken over, not copied.
 *
 * @param id names the enrollment, drawn by the caller
 * @param label the label's name
 * @param operation the EST operation
 * @param identity what authentication proved, at most 1,024 characters
 * @param profile the enrollment profile's name
 * @param ca the CA's configured name
 * @param spkiSha256 SHA-256 of the SubjectPublicKeyInfo
 * @param request the PKCS#10 DER
 * @param grant what policy granted, as text
 * @param serial the serial number offered to the CA, positive, at most 20 octets (I-4)
 * @param at our clock when the validity was granted: the database's must agree with this very time (I-12)
 * @param notBefore start of the granted validity
 * @param notAfter end of the granted validity
 * @param repeats what makes a repeat or a duplicate, and what becomes of it
 * @param holder SHA-256 over the granted names: another one is another holder of the key (T-17)
 * @param sharesKey whether the key may be certified although it is another holder's
 * @param credential the one-time secret this enrollment spends, if it came with one; no password user
 * @param renews the certificate being renewed
 * @param requestReference our correlation id of the HTTP request
 * @param address the client's socket address
 * @param registry what has to be known of the device
 */
public record Intent(
        UUID id,
        String label,
        String operation,
        String identity,
        String profile,
        String ca,
        byte[] spkiSha256,
        byte[] request,
        String grant,
        BigInteger serial,
        Instant at,
        Instant notBefore,
        Instant notAfter,
        RepeatRule repeats,
        byte[] holder,
        boolean sharesKey,
        Optional<UUID> credential,
        Optional<CertificateKey> renews,
        String requestReference,
        String address,
        RegistryRule registry) {

    /** Refuses what no row may hold. */
    public Intent {
        if (serial.signum() <= 0 || serial.toByteArray().length > 20) {
            throw new IllegalArgumentException("serial not positive or longer than 20 octets"); // RFC 5280 §4.1.2.2
        }
        if (spkiSha256.length != 32 || holder.length != 32) {
            throw new IllegalArgumentException("digest is not SHA-256");
        }
    }

    /** Whether it matters to this one that the other one is there: by its key (T-17) or its identity's limit (T-23). */
    boolean heeds(Intent other) {
        boolean sameKey = Arrays.equals(spkiSha256, other.spkiSha256);
        boolean sameLabel = label.equals(other.label);
        boolean sameHolder = sameLabel && Arrays.equals(holder, other.holder);
        boolean sameIdentity = sameLabel && identity.equals(other.identity);
        return (sameKey && !sharesKey && !sameHolder)
                || (sameIdentity && repeats.limit().isPresent());
    }

    byte[] replayKey() {
        return repeats.key();
    }

    /** Names the enrollment only: the request is the client's text. */
    @Override
    public String toString() {
        return "Intent[" + id + "]";
    }
}
