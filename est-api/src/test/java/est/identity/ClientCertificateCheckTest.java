package est.identity;

import static est.device.TestAuthority.extension;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.device.TestAuthority;
import est.identity.AuthenticationFailure.Reason;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

class ClientCertificateCheckTest {

    private static final TestAuthority CA = new TestAuthority("CN=CA");
    private static final KeyPair KEYS = TestAuthority.ecKeys();

    private final ClientCertificateCheck check = new ClientCertificateCheck(new BouncyCastleProvider());
    private final Instant now = CA.certificate().getNotBefore().toInstant().plus(Duration.ofDays(2));

    private void refused(Reason reason, X509Certificate certificate) {
        assertThatThrownBy(() -> check.requirePaths(ClientTrust.in(CA.certificate()), List.of(certificate), now))
                .isInstanceOfSatisfying(AuthenticationFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(reason));
    }

    private void accepted(X509Certificate certificate) {
        assertThatCode(() -> check.requirePaths(ClientTrust.in(CA.certificate()), List.of(certificate), now))
                .doesNotThrowAnyException();
    }

    private static X509Certificate with(Extension... extensions) {
        return CA.deviceWith("CN=device1", KEYS, extensions);
    }

    private static Extension purposes(KeyPurposeId... purposes) {
        return extension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purposes));
    }

    @Test
    void T_2_an_anchor_that_has_expired_since_it_was_read_is_none() {
        TestAuthority old = TestAuthority.expired("CN=Old");
        X509Certificate device = old.device("CN=device1", KEYS);
        assertThatThrownBy(() -> check.requirePaths(ClientTrust.in(old.certificate()), List.of(device), now))
                .isInstanceOfSatisfying(AuthenticationFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(Reason.CERTIFICATE_UNTRUSTED));
    }

    @Test
    void EST_TLS_06_a_device_certificate_without_usages_is_accepted() {
        accepted(with());
    }

    @Test
    void EST_TLS_06_client_authentication_or_any_purpose_is_accepted() {
        accepted(with(purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)));
        accepted(with(purposes(KeyPurposeId.anyExtendedKeyUsage)));
    }

    @Test
    void EST_TLS_06_purposes_without_client_authentication_are_refused() {
        refused(Reason.CERTIFICATE_UNFIT, with(purposes(KeyPurposeId.id_kp_serverAuth)));
        refused(
                Reason.CERTIFICATE_UNFIT,
                with(extension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))));
    }

    @Test
    void EST_TLS_06_purposes_that_cannot_be_read_are_refused() {
        refused(Reason.CERTIFICATE_UNFIT, with(extension(Extension.extendedKeyUsage, false, DERNull.INSTANCE)));
    }

    @Test
    void EST_TLS_06_a_key_that_may_not_sign_is_refused() {
        refused(
                Reason.CERTIFICATE_UNFIT,
                with(extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyEncipherment))));
    }

    @Test
    void EST_TLS_06_an_unknown_critical_extension_is_refused() {
        refused(Reason.CERTIFICATE_UNFIT, with(extension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE)));
    }

    @Test
    void EST_TLS_06_an_unknown_extension_that_is_not_critical_is_accepted() {
        accepted(with(extension(new ASN1ObjectIdentifier("1.2.3.4"), false, DERNull.INSTANCE)));
    }

    @Test
    void T_2_a_ca_certificate_is_no_client_certificate() {
        refused(Reason.CERTIFICATE_UNFIT, CA.certificate());
    }

    @Test
    void T_2_a_certificate_under_another_key_of_the_same_name_is_untrusted() {
        refused(Reason.CERTIFICATE_UNTRUSTED, new TestAuthority("CN=CA").device("CN=device1", KEYS));
    }

    @Test
    void T_2_a_certificate_signed_by_a_device_is_untrusted() {
        TestAuthority device = new TestAuthority("CN=device1");
        X509Certificate forged = device.device("CN=device2", KEYS);
        assertThatThrownBy(() -> check.requirePaths(
                        ClientTrust.in(CA.certificate()), List.of(forged, CA.device("CN=device1", KEYS)), now))
                .isInstanceOf(AuthenticationFailure.class);
    }

    @Test
    void EST_TLS_06_an_expired_certificate_is_told_from_an_untrusted_one() {
        refused(Reason.CERTIFICATE_EXPIRED, CA.expiredDevice("CN=device1", KEYS));
    }

    private static ClientTrust withIntermediates(X509Certificate... intermediates) {
        ManufacturerAnchors vendor =
                new ManufacturerAnchors("vendor", Set.of(CA.certificate()), List.of(intermediates), Optional.empty());
        return new ClientTrust(List.of(vendor), false, List.of());
    }

    @Test
    void T_2_intermediates_of_the_operator_complete_a_path_and_open_none() {
        TestAuthority sub = CA.subordinate("CN=Sub");
        TestAuthority foreign = new TestAuthority("CN=Other").subordinate("CN=Sub");
        X509Certificate device = sub.device("CN=device1", KEYS);
        ClientTrust trust = withIntermediates(sub.certificate(), foreign.certificate());
        TrustedPath path = check.requirePaths(trust, List.of(device), now).get(0);
        assertThat(path.certificates()).containsExactly(device, sub.certificate());
        assertThat(path.anchor()).isEqualTo(CA.certificate());
        refused(Reason.CERTIFICATE_UNTRUSTED, device);
        X509Certificate stranger = foreign.device("CN=device1", KEYS);
        assertThatThrownBy(() -> check.requirePaths(trust, List.of(stranger), now))
                .isInstanceOf(AuthenticationFailure.class);
    }

    @Test
    void EST_TLS_06_an_expired_certificate_counts_where_the_profile_says_so_and_its_path_was_good() {
        ManufacturerAnchors vendor =
                new ManufacturerAnchors("vendor", Set.of(CA.certificate()), List.of(), Optional.empty());
        ClientTrust lenient = new ClientTrust(List.of(vendor), true, List.of());
        X509Certificate expired = CA.expiredDevice("CN=device1", KEYS);
        Instant today = Instant.now();
        assertThat(check.requirePaths(lenient, List.of(expired), today)).hasSize(1);
        List<X509Certificate> others = List.of(
                new TestAuthority("CN=CA").expiredDevice("CN=device1", KEYS),
                CA.futureDevice("CN=device1", KEYS),
                CA.expiredDeviceWith("CN=device1", KEYS, purposes(KeyPurposeId.id_kp_serverAuth)));
        for (X509Certificate other : others) {
            assertThatThrownBy(() -> check.requirePaths(lenient, List.of(other), today))
                    .isInstanceOf(AuthenticationFailure.class);
        }
        TestAuthority old = TestAuthority.expired("CN=Old");
        ManufacturerAnchors gone =
                new ManufacturerAnchors("gone", Set.of(old.certificate()), List.of(), Optional.empty());
        assertThatThrownBy(() -> check.requirePaths(
                        new ClientTrust(List.of(gone), true, List.of()),
                        List.of(old.expiredDevice("CN=device1", KEYS)),
                        today))
                .as("an anchor that has ended is none, even for those that ended with it")
                .isInstanceOf(AuthenticationFailure.class);
    }

    @Test
    void T_8_only_its_own_purpose_marks_a_registration_authority() {
        KeyPurposeId cmcRa = KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28"));
        assertThat(check.isMarkedAsAuthority(with(purposes(KeyPurposeId.id_kp_clientAuth, cmcRa))))
                .isTrue();
        assertThat(check.isMarkedAsAuthority(with(purposes(KeyPurposeId.anyExtendedKeyUsage))))
                .isFalse();
        assertThat(check.isMarkedAsAuthority(with())).isFalse();
    }

    @Test
    void EST_TLS_07_the_same_name_under_another_issuer_is_another_issuer() {
        X509Certificate ours = CA.device("CN=device1", KEYS);
        X509Certificate theirs = new TestAuthority("CN=CA").device("CN=device1", KEYS);
        assertThat(check.issuerAmong(List.of(CA.certificate()), ours)).contains(CA.certificate());
        assertThat(check.issuerAmong(List.of(CA.certificate()), theirs)).isEmpty();
    }
}
