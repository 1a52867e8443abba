package est.ca.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import est.ca.Answers;
import est.ca.CertificationAuthority;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.TestRequests;
import java.nio.file.Path;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The authority that signs before the first client comes. */
class RehearsalTest {

    @TempDir
    Path folder;

    private X509Certificate issue(CertificationAuthority authority, IssuanceRequest request) {
        return ((Issuance.Issued) Answers.await(authority.issue(request))).certificate();
    }

    private static CertificationAuthority rehearsal(CaFiles files) {
        return files.provider(CaFiles.clockAt(CaFiles.NOW)).rehearsal("test").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 384})
    void a_rehearsal_signs_what_the_authority_would_sign(int bits) {
        CaFiles files = new CaFiles(folder, TestRequests.keys("EC", bits));
        IssuanceRequest request = LocalCertificationAuthorityTest.request();

        X509Certificate real = issue(files.open(), request);
        X509Certificate played = issue(rehearsal(files), request);

        assertThat(played.getSigAlgOID()).isEqualTo(real.getSigAlgOID());
        assertThat(played.getSubjectX500Principal()).isEqualTo(real.getSubjectX500Principal());
        assertThat(played.getNotAfter()).isEqualTo(real.getNotAfter());
        assertThat(played.getCriticalExtensionOIDs()).isEqualTo(real.getCriticalExtensionOIDs());
        assertThat(played.getNonCriticalExtensionOIDs()).isEqualTo(real.getNonCriticalExtensionOIDs());
    }

    @Test
    void I_2_a_rehearsal_never_signs_with_the_key_of_the_authority() {
        CaFiles files = CaFiles.ec(folder);

        X509Certificate played = issue(rehearsal(files), LocalCertificationAuthorityTest.request());

        assertThat(played.getIssuerX500Principal())
                .isNotEqualTo(files.chain.get(0).getSubjectX500Principal());
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(() -> played.verify(files.keys.getPublic(), TestRequests.BOUNCY_CASTLE));
    }

    @Test
    void two_rehearsals_have_two_keys() {
        CaFiles files = CaFiles.ec(folder);

        assertThat(Answers.await(rehearsal(files).caCertificates()).issuing().getPublicKey())
                .isNotEqualTo(Answers.await(rehearsal(files).caCertificates())
                        .issuing()
                        .getPublicKey());
    }

    @Test
    void an_RSA_authority_has_no_rehearsal() {
        CaFiles files = new CaFiles(folder, TestRequests.keys("RSA", 2048));

        assertThat(files.provider(CaFiles.clockAt(CaFiles.NOW)).rehearsal("test"))
                .isEmpty();
    }
}
