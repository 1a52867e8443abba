package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class CertificateRecordsTest extends RecordTest {
    private final X509Certificate certificate() {
        return issue(Enrollments.newKey());
    }

    @Test
    void a_certificate_is_found_by_issuer_and_serial() throws Exception {
        X509Certificate certificate = certificate();

        RecordedCertificate found = await(
                        certificates.find(certificate.getIssuerX500Principal(), certificate.getSerialNumber()))
                .orElseThrow();

        assertThat(found.der()).isEqualTo(certificate.getEncoded());
        assertThat(found.status()).isEqualTo(RecordedCertificate.Status.VALID);
        assertThat(found.key()).isEqualTo(CertificateKey.of(certificate));
        assertThat(found.notAfter()).isEqualTo(certificate.getNotAfter().toInstant());
        assertThat(found.label()).isEqualTo("default");
    }

    @Test
    void T_7_the_same_serial_of_another_issuer_is_a_stranger() {
        X509Certificate certificate = certificate();

        assertThat(await(certificates.find(new X500Principal("CN=other CA"), certificate.getSerialNumber())))
                .isEmpty();
    }

    @Test
    void a_serial_alone_finds_every_issuers() {
        X509Certificate certificate = certificate();

        assertThat(await(certificates.findBySerial(certificate.getSerialNumber())))
                .hasSize(1);
        assertThat(await(certificates.findBySerial(BigInteger.ONE))).isEmpty();
    }

    @Test
    void I_9_revocation_is_recorded_once_with_its_actor() {
        CertificateKey key = CertificateKey.of(certificate());

        assertThat(await(certificates.revoke(key, RevocationReason.SUPERSEDED, "operator ann")))
                .isTrue();
        assertThat(await(certificates.revoke(key, RevocationReason.KEY_COMPROMISE, "operator bob")))
                .isFalse();

        RecordedCertificate found =
                await(certificates.find(key.issuer(), key.serial())).orElseThrow();
        assertThat(found.status()).isEqualTo(RecordedCertificate.Status.REVOKED);
        assertThat(sql.ask(
                        "select string_agg(event || ' ' || coalesce(reason, '-') || ' ' || coalesce(actor, '-'), ', ' order by id)"
                                + " from est.audit_event where enrollment = '" + found.enrollment() + "'"))
                .isEqualTo("GRANTED - -, REVOKED SUPERSEDED operator ann");
    }

    @Test
    void an_unknown_certificate_is_not_revoked() {
        CertificateKey stranger = new CertificateKey(new X500Principal("CN=other CA"), BigInteger.TEN);

        assertThat(await(certificates.revoke(stranger, RevocationReason.UNSPECIFIED, "test")))
                .isFalse();
    }

    @Test
    void one_index_serves_who_looks_for_a_serial_and_who_looks_for_it_and_its_issuer() {
        assertThat(sql.ask("select string_agg(indexname, ' ') from pg_indexes where schemaname = 'est'"
                        + " and tablename = 'certificate' and indexdef like '%serial%'"))
                .isEqualTo("certificate_issuer_serial_key");
        assertThat(sql.ask("select indexdef from pg_indexes where indexname = 'certificate_issuer_serial_key'"))
                .endsWith("(serial, issuer)");
    }
}
