package est.policy;

import est.identity.ClientIdentity;
import est.protocol.CertificationRequest;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Everything a judgement rests on.
 *
 * @param identity who asks
 * @param request what for; its signature was verified
 * @param profile the rules
 * @param ca the certificate of the CA that will sign
 * @param ownKeys the keys of this house
 * @param renewal whether this is a re-enrollment (RFC 7030 §4.2.2)
 * @param now the time of the judgement
 * @param device what the registry says of the device
 */
public record Application(
        ClientIdentity identity,
        CertificationRequest request,
        EnrollmentProfile profile,
        X509Certificate ca,
        OwnKeys ownKeys,
        boolean renewal,
        Instant now,
        DeviceAttributes device) {

    /** The same, for a device of which the registry says this. */
    public Application of(DeviceAttributes registered) {
        return new Application(identity, request, profile, ca, ownKeys, renewal, now, registered);
    }
}
