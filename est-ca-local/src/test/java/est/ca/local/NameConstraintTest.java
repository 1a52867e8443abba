package est.ca.local;

import static est.ca.Answers.failureOf;
import static est.ca.Answers.issue;
import static org.assertj.core.api.Assertions.assertThat;

import est.ca.CaException;
import est.ca.IssuanceRequest;
import est.ca.TestCertificates;
import est.ca.TestRequests;
import est.pki.AlternativeName;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Date;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A CA below example.com, except secret.example.com, O=Example and mail at example.com. */
class NameConstraintTest {

    @TempDir
    private Path folder;

    private LocalCertificationAuthority authority;

    @BeforeEach
    void open() throws IOException {
        CaFiles files = CaFiles.ec(folder);
        authority = files.withChain(constrained(files), files.chain.get(1)).open();
    }

    @Test
    void EST_ISS_09_names_inside_the_constraints_are_certified() {
        assertThat(issue(authority, request("CN=a,O=Example", "a.example.com"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example.org", "secret.example.com", "badexample.com"})
    void EST_ISS_09_a_dNSName_outside_the_constraints_is_refused(String name) {
        refused("CN=a,O=Example", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=a,O=Other", "CN=a,EMAILADDRESS=a@example.org,O=Example"})
    void EST_ISS_09_a_subject_outside_the_constraints_is_refused(String subject) {
        refused(subject, "a.example.com");
    }

    private void refused(String subject, String name) {
        assertThat(failureOf(authority.issue(request(subject, name))).kind()).isEqualTo(CaException.Kind.REFUSED);
    }

    private static IssuanceRequest request(String subject, String name) {
        return TestRequests.valid()
                .withSubject(subject)
                .withNames(AlternativeName.dnsName(name))
                .withValidity(CaFiles.NOW, CaFiles.NOW.plusSeconds(60))
                .build();
    }

    private static X509Certificate constrained(CaFiles files) throws IOException {
        GeneralSubtree[] permitted = {
            subtree(GeneralName.dNSName, "example.com"),
            subtree(GeneralName.directoryName, "O=Example"),
            subtree(GeneralName.rfc822Name, "example.com")
        };
        GeneralSubtree[] excluded = {subtree(GeneralName.dNSName, "secret.example.com")};
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        new X500Name(CaFiles.ROOT_NAME),
                        BigInteger.TWO,
                        Date.from(CaFiles.FROM),
                        Date.from(CaFiles.TO),
                        new X500Name(CaFiles.ISSUING_NAME),
                        files.keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                .addExtension(Extension.subjectKeyIdentifier, false, new DEROctetString(new byte[20]))
                .addExtension(Extension.nameConstraints, true, new NameConstraints(permitted, excluded));
        return TestCertificates.toCertificate(builder.build(TestCertificates.signer(files.rootKeys)));
    }

    private static GeneralSubtree subtree(int kind, String base) {
        return new GeneralSubtree(new GeneralName(kind, base));
    }
}
