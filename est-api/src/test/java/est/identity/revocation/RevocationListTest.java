package est.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.device.TestAuthority;
import est.device.TestLists;
import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RevocationListTest {

    private static final TestAuthority CA = new TestAuthority("CN=Vendor");
    private static final TestAuthority SAME_NAME = new TestAuthority("CN=Vendor");
    private static final TestAuthority OTHER = new TestAuthority("CN=Other");
    private static final KeyPair KEYS = TestAuthority.ecKeys();
    private static final X509Certificate DEVICE = CA.device("CN=device", KEYS);
    private final Instant now = Instant.now();

    private RevocationList read(byte[] der) throws UnusableAnswer {
        return RevocationList.verified(
                der, List.of(OTHER.certificate(), CA.certificate()), new BouncyCastleProvider(), now);
    }

    @Test
    void EST_AUTH_15_a_listed_certificate_is_revoked_and_another_is_good() throws UnusableAnswer {
        RevocationList list = read(TestLists.of(CA).revoking(DEVICE));
        assertThat(list.issuer()).isEqualTo(CA.certificate());
        assertThat(list.statusOf(DEVICE, now)).isEqualTo(CertificateStatus.REVOKED);
        assertThat(list.statusOf(CA.device("CN=other", KEYS), now)).isEqualTo(CertificateStatus.GOOD);
    }

    @Test
    void I_6_a_list_that_has_ended_says_of_nobody_that_he_is_good() throws UnusableAnswer {
        RevocationList list = read(
                TestLists.of(CA).aged(Duration.ofHours(3), Duration.ofHours(2)).revoking(DEVICE));
        assertThat(list.statusOf(DEVICE, now)).isEqualTo(CertificateStatus.REVOKED);
        assertThat(list.statusOf(CA.device("CN=other", KEYS), now)).isEqualTo(CertificateStatus.UNKNOWN);
    }

    static Stream<Arguments> unusable() throws IOException {
        byte[] good = TestLists.of(CA).revoking(DEVICE);
        return Stream.of(
                Arguments.of(new byte[0], "no CRL"),
                Arguments.of(Arrays.copyOf(good, good.length - 1), "no CRL"),
                Arguments.of("no CRL at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "no CRL"),
                Arguments.of(TestLists.of(SAME_NAME).revoking(), "not signed by"),
                Arguments.of(TestLists.of(new TestAuthority("CN=Rogue")).revoking(), "not signed by"),
                Arguments.of(changed(good), "not signed by"),
                Arguments.of(
                        TestLists.of(CA)
                                .aged(Duration.ofHours(1), Duration.ZERO)
                                .revoking(),
                        "when the next"),
                Arguments.of(
                        TestLists.of(CA)
                                .aged(Duration.ofHours(-1), Duration.ofHours(2))
                                .revoking(),
                        "from the future"),
                Arguments.of(TestLists.of(CA).with(Extension.deltaCRLIndicator, new ASN1Integer(1)), "delta list"),
                Arguments.of(TestLists.of(CA).with(new ASN1ObjectIdentifier("1.2.3.4"), DERNull.INSTANCE), "critical"),
                Arguments.of(
                        TestLists.of(CA)
                                .with(
                                        Extension.issuingDistributionPoint,
                                        new IssuingDistributionPoint(null, false, false, null, true, false)),
                        "other issuers"));
    }

    private static byte[] changed(byte[] good) {
        byte[] other = good.clone();
        other[other.length - 1] ^= 1;
        return other;
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void I_6_what_is_no_whole_list_of_one_of_the_issuers_is_none(byte[] der, String why) {
        assertThatThrownBy(() -> read(der)).isInstanceOf(UnusableAnswer.class).hasMessageContaining(why);
    }

    @Test
    void I_6_a_list_speaks_for_the_certificates_of_its_distribution_point_only() throws Exception {
        DistributionPointName point = new DistributionPointName(new GeneralNames(
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://vendor.example/part1.crl")));
        RevocationList list = read(TestLists.of(CA)
                .with(
                        Extension.issuingDistributionPoint,
                        new IssuingDistributionPoint(point, false, false, null, false, false)));
        Extension named = TestAuthority.extension(
                Extension.cRLDistributionPoints,
                false,
                new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(point, null, null)}));
        assertThat(list.statusOf(CA.deviceWith("CN=there", KEYS, named), now)).isEqualTo(CertificateStatus.GOOD);
        assertThat(list.statusOf(DEVICE, now)).isEqualTo(CertificateStatus.UNKNOWN);
    }

    @Test
    void I_6_a_list_of_ca_certificates_says_nothing_about_devices() throws Exception {
        RevocationList list = read(TestLists.of(CA)
                .with(
                        Extension.issuingDistributionPoint,
                        new IssuingDistributionPoint(null, false, true, null, false, false)));
        assertThat(list.statusOf(DEVICE, now)).isEqualTo(CertificateStatus.UNKNOWN);
        assertThat(list.statusOf(CA.subordinate("CN=Sub").certificate(), now)).isEqualTo(CertificateStatus.GOOD);
    }

    @Test
    void T_3_an_older_list_is_not_newer() throws UnusableAnswer {
        RevocationList first = read(TestLists.of(CA).numbered(7).revoking());
        RevocationList second = read(TestLists.of(CA).numbered(8).revoking());
        assertThat(second.isNewerThan(first)).isTrue();
        assertThat(first.isNewerThan(second)).isFalse();
        assertThat(first.isNewerThan(first)).isFalse();
    }
}
