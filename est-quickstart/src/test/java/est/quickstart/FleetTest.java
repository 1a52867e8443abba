package est.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no server; that a packaged one gives it certificates is seen in est-faults, which records a run. */
class FleetTest {

    private final Authorship authorship = new Authorship(Clock.systemUTC());

    @TempDir
    private Path directory;

    @Test
    void its_manufacturer_is_written_as_a_trust_anchor() throws Exception {
        Path anchor = directory.resolve("manufacturer.pem");
        Fleet.make(anchor, authorship.root(authorship.newKey()));
        X509Certificate manufacturer = PemFiles.readCertificates(anchor).get(0);
        assertThat(manufacturer.getBasicConstraints()).isNotNegative();
        manufacturer.verify(manufacturer.getPublicKey());
    }

    @Test
    void where_nobody_listens_it_says_so() throws Exception {
        Fleet fleet = Fleet.make(directory.resolve("manufacturer.pem"), authorship.root(authorship.newKey()));
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> fleet.enroll(DatabaseAccess.freePort(), Duration.ofSeconds(1)))
                .withMessage("the made-up devices get no answer");
    }

    @Test
    void whatever_its_manner_a_request_is_base64_and_signed_with_its_key() throws Exception {
        KeyPair key = authorship.newKey();
        byte[] request = authorship.request(key, "device-1");
        for (Manner manner : Manner.ALL) {
            PKCS10CertificationRequest read = new PKCS10CertificationRequest(
                    Base64.getMimeDecoder().decode(manner.body().encode(request)));
            assertThat(read.getSubject()).hasToString("CN=device-1");
            assertThat(read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key.getPublic())))
                    .isTrue();
        }
    }
}
