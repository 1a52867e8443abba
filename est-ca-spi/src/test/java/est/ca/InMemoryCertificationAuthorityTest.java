package est.ca;

import static est.ca.Answers.await;
import static est.ca.Answers.failureOf;
import static est.ca.Answers.issue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InMemoryCertificationAuthorityTest extends CertificationAuthorityContract {

    @Override
    protected CertificationAuthority open() {
        return new InMemoryCertificationAuthority();
    }

    @Override
    protected Optional<Provocation> provoke(CaException.Kind kind) {
        InMemoryCertificationAuthority authority = new InMemoryCertificationAuthority();
        authority.fail(kind);
        return Optional.of(new Provocation(authority, TestRequests.valid().build()));
    }

    @Override
    protected Optional<Provocation> silence() {
        InMemoryCertificationAuthority authority = new InMemoryCertificationAuthority();
        authority.hang();
        return Optional.of(new Provocation(authority, TestRequests.valid().build()));
    }

    @Override
    protected Set<String> secrets() {
        return Set.of(InMemoryCertificationAuthority.SECRET);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OTHER_SERIAL", "REPEATED_SERIAL", "PREVIOUS_CERTIFICATE"})
    void every_lie_is_a_lie(Lie lie) {
        InMemoryCertificationAuthority authority = new InMemoryCertificationAuthority();
        authority.lie(lie);
        IssuanceRequest request = full();
        X509Certificate certificate = issue(authority, request);

        assertThatThrownBy(() -> verify(certificate, request, authority))
                .isInstanceOfAny(AssertionError.class, SignatureException.class);
    }

    @Test
    void without_a_lie_the_full_request_is_answered_truly() {
        InMemoryCertificationAuthority authority = new InMemoryCertificationAuthority();
        IssuanceRequest request = full();
        X509Certificate certificate = issue(authority, request);

        assertThatCode(() -> verify(certificate, request, authority)).doesNotThrowAnyException();
    }

    @Test
    void a_repeated_serial_and_the_previous_certificate_come_from_the_request_before() {
        InMemoryCertificationAuthority authority = new InMemoryCertificationAuthority();
        X509Certificate first = issue(authority, TestRequests.valid().build());
        authority.lie(Lie.REPEATED_SERIAL);
        X509Certificate second = issue(authority, TestRequests.valid().build());
        authority.lie(Lie.PREVIOUS_CERTIFICATE);

        assertThat(second.getSerialNumber()).isEqualTo(first.getSerialNumber());
        assertThat(issue(authority, TestRequests.valid().build())).isEqualTo(second);
    }

    @Test
    void an_unknown_outcome_leaves_a_certificate_that_can_be_found() {
        InMemoryCertificationAuthority authority = new InMemoryCertificationAuthority();
        authority.fail(CaException.Kind.UNKNOWN);
        IssuanceRequest request = TestRequests.valid().build();
        PublicKey key = request.publicKey();

        assertThat(failureOf(authority.issue(request)).kind()).isEqualTo(CaException.Kind.UNKNOWN);
        assertThat(await(authority.issuedCertificates().orElseThrow().byPublicKey(key)))
                .hasSize(1);
    }

    @Test
    void a_refusal_signs_nothing() {
        InMemoryCertificationAuthority authority = new InMemoryCertificationAuthority();
        authority.fail(CaException.Kind.REFUSED);

        failureOf(authority.issue(TestRequests.valid().build()));

        assertThat(authority.signatures()).isZero();
    }

    @Test
    void what_hangs_is_answered_at_release() {
        InMemoryCertificationAuthority authority = new InMemoryCertificationAuthority();
        authority.hang();
        CompletionStage<Issuance> answer = authority.issue(TestRequests.valid().build());

        authority.release();

        assertThat(await(answer)).isInstanceOf(Issuance.Issued.class);
    }

    @Test
    void a_deferral_says_for_how_long() {
        InMemoryCertificationAuthority authority = new InMemoryCertificationAuthority();
        authority.defer(Duration.ofMinutes(2));

        assertThat(await(authority.issue(TestRequests.valid().build())))
                .isEqualTo(new Issuance.Deferred(Duration.ofMinutes(2)));
    }

    private static IssuanceRequest full() {
        return TestRequests.valid()
                .withNames(AlternativeName.dnsName("a.example.com"), AlternativeName.dnsName("b.example.com"))
                .withExtensions(new CertificateContent.Extension(
                        "1.3.6.1.5.5.7.1.24", false, new byte[] {0x30, 0x03, 0x02, 0x01, 0x05}))
                .build();
    }

    private static void verify(
            X509Certificate certificate, IssuanceRequest request, InMemoryCertificationAuthority authority)
            throws GeneralSecurityException {
        X509Certificate issuing = authority.chain().get(0);
        GrantAssertions.assertContainsExactlyTheGrant(certificate, request);
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(issuing.getSubjectX500Principal());
        assertThat(keyIdentifierAtTheEnd(certificate.getExtensionValue("2.5.29.35")))
                .isEqualTo(keyIdentifierAtTheEnd(issuing.getExtensionValue("2.5.29.14")));
        certificate.verify(issuing.getPublicKey());
    }

    private static byte[] keyIdentifierAtTheEnd(byte[] extension) {
        return Arrays.copyOfRange(extension, extension.length - 20, extension.length);
    }
}
