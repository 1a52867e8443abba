package est.ca;

import static est.ca.Answers.await;
import static est.ca.Answers.failureOf;
import static est.ca.Answers.issue;
import static est.ca.GrantAssertions.assertContainsExactlyTheGrant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.pki.CertificateContent.KeyUsage;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every certification authority does, as tests. A provider's module extends this class and says how one is opened. All
 * {@link CertificationAuthorityFixture.Behavior}s are expected unless {@link #absent()} switches one off, and what is switched off must be absent. Needs
 * JUnit, AssertJ and Bouncy Castle at test scope.
 */
public abstract class CertificationAuthorityContract extends CertificationAuthorityFixture {

    @ParameterizedTest
    @CsvSource({"EC,256", "EC,384", "RSA,2048", "RSA,3072"})
    void a_certificate_holds_exactly_what_was_granted(String algorithm, int size) {
        IssuanceRequest request =
                valid().forKey(TestRequests.keys(algorithm, size)).build();

        X509Certificate certificate = issue(authority(), request);

        assertContainsExactlyTheGrant(certificate, request);
    }

    @Test
    void an_Ed25519_key_is_certified_or_refused() {
        IssuanceRequest request =
                valid().forKey(TestRequests.keys("Ed25519", 0)).build();
        CompletionStage<Issuance> answer = authority().issue(request);

        if (expects(Behavior.ED25519_KEYS)) {
            assertThat(await(answer)).isInstanceOf(Issuance.Issued.class);
        } else {
            assertThat(failureOf(answer).kind()).isEqualTo(CaException.Kind.REFUSED);
        }
    }

    @Test
    void granted_content_wins_over_requested() {
        IssuanceRequest request =
                TestRequests.valid().withSubject("CN=granted,O=Example").build();
        CompletionStage<Issuance> answer = authority().issue(request);

        if (expects(Behavior.GRANT_OVER_REQUEST)) {
            assertThat(certificateOf(answer).getSubjectX500Principal().getName())
                    .isEqualTo("CN=granted,O=Example")
                    .isNotEqualTo(TestRequests.REQUESTED_SUBJECT);
        } else {
            assertThat(failureOf(answer).kind()).isEqualTo(CaException.Kind.REFUSED);
        }
    }

    @Test
    void names_of_several_kinds_stand_as_granted() {
        IssuanceRequest request = valid().withNames(
                        AlternativeName.dnsName("a.example.com"),
                        AlternativeName.dnsName("b.example.com"),
                        AlternativeName.ipAddress(new byte[] {(byte) 192, 0, 2, 1}))
                .build();

        assertContainsExactlyTheGrant(issue(authority(), request), request);
    }

    @Test
    void usages_stand_as_granted() {
        IssuanceRequest request = valid().forKey(TestRequests.keys("RSA", 2048))
                .withUsages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT)
                .withExtendedUsages("1.3.6.1.5.5.7.3.2")
                .build();
        CompletionStage<Issuance> answer = authority().issue(request);

        if (expects(Behavior.USAGES_PER_REQUEST)) {
            assertContainsExactlyTheGrant(certificateOf(answer), request);
        } else {
            assertThat(failureOf(answer).kind()).isEqualTo(CaException.Kind.REFUSED);
        }
    }

    @Test
    void the_same_request_twice_gives_the_same_certificate() throws GeneralSecurityException {
        CertificationAuthority authority = authority();
        IssuanceRequest request = valid().build();

        assertThat(issue(authority, request).getEncoded())
                .isEqualTo(issue(authority, request).getEncoded());
    }

    @Test
    void the_same_request_many_times_at_once_gives_one_certificate() throws InterruptedException {
        CertificationAuthority authority = authority();
        IssuanceRequest request = valid().build();
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<X509Certificate>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CompletableFuture<X509Certificate> answer = new CompletableFuture<>();
            answers.add(answer);
            new Thread(() -> {
                        try {
                            start.await();
                            answer.complete(issue(authority, request));
                        } catch (InterruptedException | RuntimeException | AssertionError e) {
                            answer.completeExceptionally(e);
                        }
                    })
                    .start();
        }
        start.countDown();

        assertThat(new HashSet<>(answers.stream().map(Answers::await).toList())).hasSize(1);
    }

    @Test
    void one_caller_that_cancels_takes_nothing_from_another() {
        CertificationAuthority authority = authority();
        IssuanceRequest request = valid().build();

        authority.issue(request).toCompletableFuture().cancel(true);

        assertThat(await(authority.issue(request))).isInstanceOf(Issuance.Issued.class);
    }

    @Test
    void serials_are_unique_positive_and_at_most_20_octets() {
        CertificationAuthority authority = authority();
        Set<BigInteger> serials = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            BigInteger serial = issue(authority, valid().build()).getSerialNumber();
            assertThat(serial).isPositive();
            assertThat(serial.bitLength()).isLessThanOrEqualTo(159);
            serials.add(serial);
        }
        assertThat(serials).hasSize(20);
    }

    @Test
    void the_proposed_serial_is_used_by_whoever_does_not_draw_his_own() {
        IssuanceRequest request = valid().build();

        boolean used = issue(authority(), request).getSerialNumber().equals(request.proposedSerial());

        assertThat(used).isEqualTo(expects(Behavior.PROPOSED_SERIAL));
    }

    @Test
    void the_chain_verifies_up_to_the_CA_certificates() throws GeneralSecurityException {
        CertificationAuthority authority = authority();
        X509Certificate lower = issue(authority, valid().build());

        for (X509Certificate upper : await(authority.caCertificates()).chain()) {
            lower.verify(upper.getPublicKey());
            assertThat(lower.getIssuerX500Principal().getEncoded())
                    .isEqualTo(upper.getSubjectX500Principal().getEncoded());
            assertThat(upper.getBasicConstraints()).isNotNegative();
            lower = upper;
        }
    }

    @Test
    void the_dates_are_inside_those_of_the_issuing_CA() {
        CertificationAuthority authority = authority();
        X509Certificate certificate = issue(authority, valid().build());
        X509Certificate issuing = await(authority.caCertificates()).issuing();

        assertThat(certificate.getNotBefore()).isAfterOrEqualTo(issuing.getNotBefore());
        assertThat(certificate.getNotAfter()).isBeforeOrEqualTo(issuing.getNotAfter());
    }

    @ParameterizedTest
    @EnumSource
    void each_kind_of_failure_arrives_as_itself_and_tells_no_secret(CaException.Kind kind) {
        Behavior behavior =
                switch (kind) {
                    case REFUSED -> Behavior.REFUSAL;
                    case UNAVAILABLE -> Behavior.UNAVAILABILITY;
                    case DEFECTIVE -> Behavior.DEFECT;
                    case UNKNOWN -> Behavior.UNKNOWN_OUTCOME;
                };
        if (!expects(behavior)) {
            assertThat(provoke(kind)).isEmpty();
            return;
        }
        Provocation given = condition(provoke(kind));

        CaException failure = failureOf(given.authority().issue(given.request()));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.getMessage()).isNotBlank();
        assertThat(failure.retryAfter()).isGreaterThanOrEqualTo(Duration.ZERO);
        for (String secret : secrets()) {
            assertThat(failure.getMessage() + given.authority()).doesNotContain(secret);
        }
    }

    @Test
    void a_silent_back_end_blocks_nobody() {
        if (!expects(Behavior.SILENCE)) {
            assertThat(silence()).isEmpty();
            return;
        }
        Provocation given = condition(silence());
        long start = System.nanoTime();

        CompletionStage<Issuance> answer = given.authority().issue(given.request());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(answer.toCompletableFuture()).isNotDone();
    }

    @Test
    void only_null_is_answered_by_a_thrown_exception() {
        CertificationAuthority authority = authority();

        assertThatNullPointerException().isThrownBy(() -> authority.issue(nothing()));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // a caller's mistake, made on purpose
    private static <T> T nothing() {
        return null;
    }

    @Test
    void close_is_idempotent_and_later_calls_are_unavailable() {
        CertificationAuthority authority = authority();
        authority.close();
        authority.close();

        assertThat(failureOf(authority.issue(valid().build())).kind()).isEqualTo(CaException.Kind.UNAVAILABLE);
        assertThat(failureOf(authority.caCertificates()).kind()).isEqualTo(CaException.Kind.UNAVAILABLE);
    }

    @Test
    void absent_facets_are_absent() {
        CertificationAuthority authority = authority();

        assertThat(authority.revocation().isPresent()).isEqualTo(expects(Behavior.REVOCATION));
        assertThat(authority.revocationLists().isPresent()).isEqualTo(expects(Behavior.REVOCATION_LISTS));
        assertThat(authority.keyGeneration().isPresent()).isEqualTo(expects(Behavior.KEY_GENERATION));
        assertThat(authority.issuedCertificates().isPresent()).isEqualTo(expects(Behavior.ISSUED_CERTIFICATES));
    }

    @Test
    void a_revoked_certificate_is_on_the_list_also_when_revoked_twice() {
        CertificationAuthority authority = authority();
        if (authority.revocation().isEmpty() || authority.revocationLists().isEmpty()) {
            return; // absent_facets_are_absent has judged that
        }
        X509Certificate certificate = issue(authority, valid().build());
        Revocation revocation = authority.revocation().orElseThrow();
        await(revocation.revoke(certificate, Revocation.Reason.SUPERSEDED));
        await(revocation.revoke(certificate, Revocation.Reason.SUPERSEDED));

        List<X509CRL> lists = await(authority.revocationLists().orElseThrow().current());

        assertThat(lists).anyMatch(list -> list.isRevoked(certificate));
    }

    @Test
    void what_was_issued_is_found_by_serial_and_by_key() {
        CertificationAuthority authority = authority();
        if (authority.issuedCertificates().isEmpty()) {
            return; // absent_facets_are_absent has judged that
        }
        IssuedCertificates issued = authority.issuedCertificates().orElseThrow();
        IssuanceRequest request = valid().build();
        X509Certificate certificate = issue(authority, request);

        assertThat(await(issued.bySerial(certificate.getSerialNumber()))).contains(certificate);
        assertThat(await(issued.byPublicKey(request.publicKey()))).containsExactly(certificate);
        assertThat(await(issued.bySerial(certificate.getSerialNumber().add(BigInteger.ONE))))
                .isEmpty();
    }

    @Test
    void generated_keys_are_fresh_and_unknown_kinds_refused() {
        CertificationAuthority authority = authority();
        if (authority.keyGeneration().isEmpty()) {
            return; // absent_facets_are_absent has judged that
        }
        KeyGeneration generation = authority.keyGeneration().orElseThrow();
        KeyPair first = await(generation.generate("P-256"));
        KeyPair second = await(generation.generate("P-256"));

        assertThat(first.getPublic().getEncoded())
                .isNotEqualTo(second.getPublic().getEncoded());
        assertThat(failureOf(generation.generate("DES-56")).kind()).isEqualTo(CaException.Kind.REFUSED);
    }

    @Test
    void a_further_extension_stands_as_granted() {
        byte[] tlsFeature = {0x30, 0x03, 0x02, 0x01, 0x05}; // RFC 7633: status_request
        IssuanceRequest request = valid().withExtensions(
                        new CertificateContent.Extension("1.3.6.1.5.5.7.1.24", false, tlsFeature))
                .build();
        CompletionStage<Issuance> answer = authority().issue(request);

        if (expects(Behavior.FURTHER_EXTENSIONS)) {
            assertContainsExactlyTheGrant(certificateOf(answer), request);
        } else {
            assertThat(failureOf(answer).kind()).isEqualTo(CaException.Kind.DEFECTIVE);
        }
    }

    @Test
    void an_open_authority_in_good_order_answers_a_probe_and_a_closed_one_does_not() {
        CertificationAuthority authority = authority();
        await(authority.probe());
        authority.close();

        assertThat(failureOf(authority.probe()).kind()).isEqualTo(CaException.Kind.UNAVAILABLE);
    }

    private static X509Certificate certificateOf(CompletionStage<Issuance> answer) {
        assertThat(await(answer)).isInstanceOf(Issuance.Issued.class);
        return ((Issuance.Issued) await(answer)).certificate();
    }
}
