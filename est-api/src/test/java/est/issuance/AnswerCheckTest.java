package est.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.CaCertificates;
import est.ca.InMemoryCertificationAuthority;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.Lie;
import est.ca.RequestId;
import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.pki.CertificateContent.KeyUsage;
import est.protocol.CertificationRequests;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** I-5: what was granted is what was signed. */
class AnswerCheckTest {

    private final InMemoryCertificationAuthority authority = new InMemoryCertificationAuthority();
    private final AnswerCheck check = new AnswerCheck(new BouncyCastleProvider());

    static Signing signing() {
        CertificationRequests request =
                CertificationRequests.ec("CN=device1").withDnsName("device1").withDnsName("device1.example");
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Signing(
                UUID.randomUUID(),
                "memory",
                "device",
                request.der(),
                request.keyPair().getPublic(),
                new CertificateContent(
                        new X500Principal("CN=device1"),
                        List.of(AlternativeName.dnsName("device1"), AlternativeName.dnsName("device1.example")),
                        Set.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_AGREEMENT),
                        List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"),
                        List.of(new CertificateContent.Extension("1.2.3.4.5", false, new byte[] {5, 0})),
                        now.minusSeconds(60),
                        now.plus(Duration.ofDays(1))),
                BigInteger.valueOf(System.nanoTime()),
                Optional.empty());
    }

    private X509Certificate checked(Signing signing) throws Exception {
        Issuance answer = authority
                .issue(new IssuanceRequest(
                        new RequestId(signing.id()),
                        signing.profile(),
                        signing.certificationRequest(),
                        signing.publicKey(),
                        signing.granted(),
                        signing.serial(),
                        Optional.empty()))
                .toCompletableFuture()
                .get();
        CaCertificates ca = authority.caCertificates().toCompletableFuture().get();
        return check.require(signing, ((Issuance.Issued) answer).certificate(), ca);
    }

    @Test
    void I_5_an_honest_answer_passes() throws Exception {
        assertThat(checked(signing()).getSubjectX500Principal()).isEqualTo(new X500Principal("CN=device1"));
    }

    /** What is no lie: a serial may be the CA's own, and string types are no part of a name. */
    private static final Set<Lie> TRUTHS =
            EnumSet.of(Lie.REPEATED_SERIAL, Lie.OTHER_SERIAL, Lie.OTHER_SUBJECT_ENCODING);

    static Set<Lie> lies() {
        return EnumSet.complementOf(EnumSet.copyOf(TRUTHS));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void I_5_every_lie_of_a_ca_is_found(Lie lie) throws Exception {
        checked(signing());
        authority.lie(lie);
        assertThatThrownBy(() -> checked(signing()))
                .isInstanceOfSatisfying(IssuanceFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(IssuanceFailure.Kind.MISMATCH));
    }

    @Test
    void I_5_T_28_25_kinds_of_wrong_certificate_are_known() {
        assertThat(lies()).hasSizeGreaterThanOrEqualTo(25);
    }

    @ParameterizedTest
    @EnumSource(
            value = Lie.class,
            names = {"OTHER_SERIAL", "OTHER_SUBJECT_ENCODING"})
    void what_a_ca_may_choose_is_no_lie(Lie choice) throws Exception {
        authority.lie(choice);
        assertThat(checked(signing()).getSubjectX500Principal()).isEqualTo(new X500Principal("CN=device1"));
    }
}
