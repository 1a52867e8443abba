package est.ca.local;

import static est.ca.Answers.issue;
import static est.ca.GrantAssertions.assertContainsExactlyTheGrant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import est.ca.IssuanceRequest;
import est.ca.TestRequests;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider that signs in production where its native library loads. */
class ConscryptSignatureTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void only_where_the_library_loads() {
        assumeTrue(Conscrypt.isAvailable());
    }

    @ParameterizedTest
    @CsvSource({"EC,256,SHA256withECDSA", "EC,384,SHA384withECDSA", "RSA,2048,SHA256withRSA"})
    void every_kind_of_CA_key_signs(String algorithm, int size, String signature) throws GeneralSecurityException {
        CaFiles files = new CaFiles(folder, TestRequests.keys(algorithm, size)).withSignatures(Conscrypt.newProvider());
        IssuanceRequest request = TestRequests.valid()
                .withValidity(CaFiles.NOW, CaFiles.NOW.plusSeconds(60))
                .build();

        X509Certificate certificate = issue(files.open(), request);

        assertContainsExactlyTheGrant(certificate, request);
        assertThat(certificate.getSigAlgName()).isEqualTo(signature);
        certificate.verify(files.chain.get(0).getPublicKey());
    }

    @Test
    void F_26_a_key_of_another_certificate_is_refused() {
        BadStartTest.complaint(CaFiles.ec(folder)
                        .withSignatures(Conscrypt.newProvider())
                        .withKey(TestRequests.ecKeys().getPrivate()))
                .startsWith("est.ca.test.local.key: ");
    }
}
