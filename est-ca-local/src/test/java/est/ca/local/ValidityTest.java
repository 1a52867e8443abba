package est.ca.local;

import static est.ca.Answers.failureOf;
import static est.ca.Answers.issue;
import static org.assertj.core.api.Assertions.assertThat;

import est.ca.CaException;
import est.ca.TestCertificates;
import est.ca.TestRequests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates of certificates: how they are written, and that they lie inside the issuer's. */
class ValidityTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "2026-06-30T23:59:59Z, 260630235959Z",
        "2038-01-19T03:14:07Z, 380119031407Z",
        "2038-01-19T03:14:08Z, 380119031408Z",
        "2049-12-31T23:59:59Z, 491231235959Z"
    })
    void EST_ISS_03_F_51_dates_through_2049_are_UTCTime(String date, String encoded) throws GeneralSecurityException {
        assertThat(notAfter(date)).isInstanceOfSatisfying(ASN1UTCTime.class, time -> assertThat(time.getTime())
                .startsWith(encoded.substring(0, 12)));
        assertThat(octets(notAfter(date))).isEqualTo(encoded);
    }

    @ParameterizedTest
    @CsvSource({"2050-01-01T00:00:00Z, 20500101000000Z", "2059-02-28T12:00:01Z, 20590228120001Z"})
    void EST_ISS_03_F_51_dates_from_2050_are_GeneralizedTime(String date, String encoded)
            throws GeneralSecurityException {
        assertThat(notAfter(date)).isInstanceOf(ASN1GeneralizedTime.class);
        assertThat(octets(notAfter(date))).isEqualTo(encoded);
    }

    @Test
    void EST_ISS_03_dates_beyond_the_issuer_are_cut_to_its() {
        X509Certificate certificate = issue(
                CaFiles.ec(folder).open(),
                TestRequests.valid()
                        .withValidity(CaFiles.FROM.minusSeconds(1), CaFiles.TO.plusSeconds(1))
                        .build());

        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(CaFiles.FROM);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(CaFiles.TO);
    }

    @Test
    void EST_ISS_03_dates_inside_the_issuer_stand_as_granted() {
        Instant from = CaFiles.NOW.minusSeconds(300);
        X509Certificate certificate = issue(
                CaFiles.ec(folder).open(),
                TestRequests.valid().withValidity(from, from.plusSeconds(1)).build());

        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(from);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(from.plusSeconds(1));
    }

    @Test
    void EST_ISS_03_a_grant_of_which_nothing_is_left_is_refused() {
        LocalCertificationAuthority authority = CaFiles.ec(folder).open();

        assertThat(failureOf(authority.issue(TestRequests.valid()
                                .withValidity(CaFiles.TO, CaFiles.TO.plusSeconds(60))
                                .build()))
                        .kind())
                .isEqualTo(CaException.Kind.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"-36500", "36500"})
    void I_12_F_37_a_clock_outside_the_issuers_validity_signs_nothing(int days) {
        LocalCertificationAuthority authority =
                CaFiles.ec(folder).open(new SteppingClock(CaFiles.NOW, Duration.ofDays(days)));

        assertThat(failureOf(authority.issue(TestRequests.valid().build())).kind())
                .isEqualTo(CaException.Kind.DEFECTIVE);
    }

    @Test
    void a_year_that_cannot_be_written_is_cut_to_the_issuers() {
        CaFiles files = CaFiles.ec(folder);
        files.withChain(TestCertificates.authority(
                CaFiles.ISSUING_NAME,
                files.keys,
                CaFiles.ROOT_NAME,
                files.rootKeys,
                CaFiles.FROM,
                Instant.parse("9999-12-31T23:59:59Z")));
        X509Certificate certificate = issue(
                files.open(),
                TestRequests.valid()
                        .withValidity(CaFiles.NOW, Instant.parse("+10000-01-01T00:00:00Z"))
                        .build());

        assertThat(certificate.getNotAfter().toInstant()).isEqualTo("9999-12-31T23:59:59Z");
    }

    private ASN1Primitive notAfter(String date) throws GeneralSecurityException {
        X509Certificate certificate = issue(
                CaFiles.ec(folder).open(),
                TestRequests.valid()
                        .withValidity(CaFiles.NOW, Instant.parse(date))
                        .build());
        return Certificate.getInstance(certificate.getEncoded()).getEndDate().toASN1Primitive();
    }

    private static String octets(ASN1Primitive time) {
        try {
            byte[] der = time.getEncoded();
            return new String(der, 2, der.length - 2, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
