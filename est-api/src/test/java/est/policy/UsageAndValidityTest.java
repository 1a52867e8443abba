package est.policy;

import static est.policy.PolicyFixture.CA;
import static est.policy.PolicyFixture.NOW;
import static est.policy.PolicyFixture.anySecret;
import static est.policy.PolicyFixture.assertRefused;
import static est.policy.PolicyFixture.enroll;
import static est.policy.PolicyFixture.profile;
import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.rsa;
import static org.assertj.core.api.Assertions.assertThat;

import est.pki.CertificateContent;
import est.pki.CertificateContent.KeyUsage;
import est.policy.PolicyRefusal.Reason;
import est.protocol.CertificationRequests;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, signatures, usages, dates and extensions: each setting bites. */
class UsageAndValidityTest {

    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
    private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";
    private static final byte[] MUST_STAPLE = {0x30, 3, 2, 1, 5};
    private static final Instant SECOND = NOW.truncatedTo(ChronoUnit.SECONDS);

    private static CertificateContent granted(CertificationRequests request, String setting, String value) {
        return enroll(anySecret(), request, profile(setting, value)).content();
    }

    @Test
    void EST_ENR_05_keys_of_the_profile_are_granted_and_no_others() {
        assertThat(granted(ec("CN=a"), "keys", "P-256").keyUsages()).isNotEmpty();
        assertRefused(Reason.KEY_NOT_ALLOWED, () -> granted(rsa("CN=a", 2048), "keys", "P-256"));
    }

    @Test
    void T_15_signatures_of_the_profile_are_granted_and_no_others() {
        String strong = "SHA384withECDSA,SHA256withRSA";
        assertRefused(Reason.SIGNATURE_NOT_ALLOWED, () -> granted(ec("CN=a"), "signature-algorithms", strong))
                .contains("SHA256withECDSA");
        assertThat(granted(ec("CN=a").signedWith("SHA384withECDSA"), "signature-algorithms", strong))
                .isNotNull();
    }

    @Test
    void T_17_keys_are_shared_where_the_profile_says_so() {
        assertThat(profile("key-reuse", "any").keys().shared()).isTrue();
        assertThat(profile().keys().shared()).isFalse();
    }

    @Test
    void EST_ISS_07_key_usages_are_set_by_type_of_key() {
        var profile =
                profile(Map.of("rsa.key-usages", "keyEncipherment", "ec.key-usages", "digitalSignature,keyAgreement"));
        assertThat(enroll(anySecret(), rsa("CN=a", 2048), profile).content().keyUsages())
                .containsExactly(KeyUsage.KEY_ENCIPHERMENT);
        assertThat(enroll(anySecret(), ec("CN=a"), profile).content().keyUsages())
                .containsExactlyInAnyOrder(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_AGREEMENT);
    }

    @Test
    void EST_ISS_07_a_request_may_ask_for_fewer_key_usages_of_its_type_and_for_no_others() {
        var wish = ec("CN=a").withKeyUsage(org.bouncycastle.asn1.x509.KeyUsage.nonRepudiation);
        assertThat(granted(wish, "ec.key-usages", "digitalSignature,nonRepudiation")
                        .keyUsages())
                .containsExactly(KeyUsage.NON_REPUDIATION);
        assertRefused(Reason.USAGE_CONTRADICTS_PROFILE, () -> granted(wish, "ec.key-usages", "digitalSignature"));
    }

    @Test
    void EST_ISS_12_extended_key_usages_are_set_by_type_of_key() {
        var profile =
                profile(Map.of("extended-key-usages", "clientAuth", "rsa.extended-key-usages", "serverAuth,1.2.3.4"));
        assertThat(enroll(anySecret(), ec("CN=a"), profile).content().extendedKeyUsages())
                .containsExactly(CLIENT);
        assertThat(enroll(anySecret(), rsa("CN=a", 2048), profile).content().extendedKeyUsages())
                .containsExactly(SERVER, "1.2.3.4");
        assertThat(granted(ec("CN=a"), "ec.extended-key-usages", "serverAuth").extendedKeyUsages())
                .containsExactly(SERVER);
        assertRefused(
                Reason.USAGE_CONTRADICTS_PROFILE,
                () -> granted(
                        ec("CN=a").withExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth),
                        "extended-key-usages",
                        "clientAuth"));
    }

    @Test
    void a_certificate_lives_as_long_as_the_profile_says() {
        assertThat(granted(ec("CN=a"), "validity", "7d").notAfter()).isEqualTo(SECOND.plus(Duration.ofDays(7)));
        assertThat(granted(ec("CN=a"), "backdating", "1h").notBefore()).isEqualTo(SECOND.minus(Duration.ofHours(1)));
    }

    @Test
    void I_12_backdating_never_reaches_before_the_ca() {
        assertThat(granted(ec("CN=a"), "backdating", "1000d").notBefore())
                .isEqualTo(CA.certificate().getNotBefore().toInstant());
    }

    @Test
    void a_fixed_end_cuts_what_would_live_longer() {
        Instant end = SECOND.plus(Duration.ofDays(3));
        assertThat(granted(ec("CN=a"), "not-after", end.toString()).notAfter()).isEqualTo(end);
        assertThat(granted(
                                ec("CN=a"),
                                "not-after",
                                SECOND.plus(Duration.ofDays(300)).toString())
                        .notAfter())
                .isEqualTo(SECOND.plus(Duration.ofDays(90)));
        assertThat(granted(ec("CN=a"), "not-after", "9999-12-31T23:59:59Z").notAfter())
                .isEqualTo(SECOND.plus(Duration.ofDays(90)));
    }

    @Test
    void a_fixed_end_that_passes_while_the_server_runs_ends_all_grants() {
        var profile = profile("not-after", NOW.plus(Duration.ofMinutes(2)).toString());
        assertRefused(Reason.PROFILE_HAS_ENDED, () -> grantedAt(NOW.plus(Duration.ofMinutes(3)), profile));
    }

    @Test
    void I_12_F_37_a_clock_outside_the_validity_of_the_ca_grants_nothing() {
        Instant first = CA.certificate().getNotBefore().toInstant();
        Instant last = CA.certificate().getNotAfter().toInstant();
        for (Instant wrong : List.of(
                first.minusSeconds(1), first.minus(Duration.ofDays(1000)), last, last.plus(Duration.ofDays(1000)))) {
            assertRefused(Reason.OUTSIDE_CA_VALIDITY, () -> grantedAt(wrong, profile()));
        }
        assertThat(grantedAt(first, profile()).notBefore()).isEqualTo(first);
    }

    private static CertificateContent grantedAt(Instant now, EnrollmentProfile profile) {
        return new EnrollmentPolicy()
                .judge(new Application(
                        anySecret(),
                        ec("CN=a").decoded(),
                        profile,
                        CA.certificate(),
                        PolicyFixture.OWN_KEYS,
                        false,
                        now,
                        DeviceAttributes.NONE))
                .content();
    }

    @Test
    void T_12_a_listed_extension_is_copied_and_others_are_not() {
        var request =
                ec("CN=a").withExtension(TLS_FEATURE, false, MUST_STAPLE).withExtension("1.2.3.4", false, MUST_STAPLE);
        assertThat(granted(request, "extensions", TLS_FEATURE).extensions())
                .containsExactly(new CertificateContent.Extension(TLS_FEATURE, false, MUST_STAPLE));
        assertThat(enroll(anySecret(), ec("CN=a"), profile("extensions", TLS_FEATURE))
                        .content()
                        .extensions())
                .isEmpty();
        var strict = profile(Map.of("extensions", TLS_FEATURE, "unlisted-extensions", "refuse"));
        assertRefused(Reason.EXTENSION_NOT_ALLOWED, () -> enroll(anySecret(), request, strict))
                .contains("1.2.3.4");
        assertThat(enroll(anySecret(), ec("CN=a").withExtension(TLS_FEATURE, false, MUST_STAPLE), strict)
                        .content()
                        .extensions())
                .hasSize(1);
    }

    @Test
    void T_12_a_listed_extension_does_not_become_critical() {
        assertRefused(
                        Reason.EXTENSION_NOT_ALLOWED,
                        () -> granted(
                                ec("CN=a").withExtension(TLS_FEATURE, true, MUST_STAPLE), "extensions", TLS_FEATURE))
                .contains("critical");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not DER", "trailing", "too long"})
    void T_12_a_listed_extension_is_one_der_value_of_bounded_size(String defect) {
        byte[] value =
                switch (defect) {
                    case "not DER" -> new byte[] {0x30, (byte) 0x81, 3, 2, 1, 5};
                    case "trailing" -> new byte[] {5, 0, 5, 0};
                    default -> new byte[4000];
                };
        assertRefused(
                Reason.EXTENSION_NOT_ALLOWED,
                () -> granted(ec("CN=a").withExtension(TLS_FEATURE, false, value), "extensions", TLS_FEATURE));
    }
}
