package est.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.device.TestAuthority;
import est.device.TestResponder;
import est.device.TestResponder.Mood;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OcspQuestionTest {

    private static final TestAuthority CA = new TestAuthority("CN=Vendor");
    private static final X509Certificate DEVICE = CA.device("CN=device", TestAuthority.ecKeys());
    private static final TestResponder RESPONDER = new TestResponder(CA);

    private static CertificateStatus ask(Mood mood) throws UnusableAnswer {
        OcspQuestion question = new OcspQuestion(DEVICE, CA.certificate(), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        byte[] answer = RESPONDER.answer(question.encoded(), mood);
        return question.judge(answer, new OcspSigner(new BouncyCastleProvider()), Instant.now())
                .status();
    }

    @ParameterizedTest
    @CsvSource({"GOOD, GOOD", "REVOKED, REVOKED", "UNKNOWN, UNKNOWN", "WITHOUT_NONCE, GOOD", "BY_A_DELEGATE, GOOD"})
    void EST_AUTH_15_an_answer_of_the_ca_or_its_responder_counts(Mood mood, CertificateStatus status)
            throws UnusableAnswer {
        assertThat(ask(mood)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "BY_A_CERTIFICATE_WITHOUT_THE_PURPOSE, not signed by",
        "BY_A_DELEGATE_OF_ANOTHER_CA, not signed by",
        "BY_AN_EXPIRED_DELEGATE, not signed by",
        "BY_A_STRANGER, not signed by",
        "WITH_SHA1, not signed by",
        "STALE, not of now",
        "OF_THE_FUTURE, not of now",
        "WITH_ANOTHER_NONCE, wrong nonce",
        "ABOUT_ANOTHER_SERIAL, another certificate",
        "ABOUT_ANOTHER_ISSUER, another certificate",
        "TRY_LATER, error 3",
        "JUNK, no OCSP response"
    })
    void I_6_every_other_answer_is_none(Mood mood, String why) {
        assertThatThrownBy(() -> ask(mood)).isInstanceOf(UnusableAnswer.class).hasMessageContaining(why);
    }
}
