package est.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.protocol.CertificationRequest;
import est.protocol.TransferBody;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareIssuanceTest {

    private final Provider provider = Conscrypt.newProvider();

    @TempDir
    Path directory;

    private Manufacturer manufacturer;
    private BareIssuance issuance;

    @BeforeEach
    void make() throws Exception {
        manufacturer = new Manufacturer(provider);
        issuance = new BareIssuance(provider, certificateOf(manufacturer));
    }

    @Test
    void what_is_issued_is_a_certificate_for_the_key_of_the_request() throws Exception {
        KeyPair keys = Manufacturer.newKeys(provider);
        byte[] issued = issuance.issue(request(keys));
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(issued));
        assertThat(certificate.getPublicKey().getEncoded())
                .isEqualTo(keys.getPublic().getEncoded());
    }

    @Test
    void a_device_of_the_manufacturer_with_a_signed_request_is_believed() throws Exception {
        Device device = manufacturer.devices(1).get(0);
        issuance.requireProof(request(Manufacturer.newKeys(provider)), device.certificate());
    }

    @Test
    void a_device_of_another_manufacturer_is_not() throws Exception {
        Device stranger = new Manufacturer(provider).devices(1).get(0);
        CertificationRequest request = request(Manufacturer.newKeys(provider));
        assertThatThrownBy(() -> issuance.requireProof(request, stranger.certificate()))
                .isInstanceOf(SignatureException.class);
    }

    @Test
    void a_request_that_another_key_signed_is_refused() throws Exception {
        Device device = manufacturer.devices(1).get(0);
        KeyPair keys = Manufacturer.newKeys(provider);
        KeyPair mixed =
                new KeyPair(keys.getPublic(), Manufacturer.newKeys(provider).getPrivate());
        CertificationRequest request = request(mixed);
        assertThatThrownBy(() -> issuance.requireProof(request, device.certificate()))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private CertificationRequest request(KeyPair keys) throws Exception {
        return CertificationRequest.decode(
                TransferBody.decode(manufacturer.devices(1).get(0).request(keys)));
    }

    private X509Certificate certificateOf(Manufacturer manufacturer) throws Exception {
        Path file = directory.resolve("anchor.pem");
        manufacturer.writeAnchor(file);
        try (InputStream pem = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509", provider).generateCertificate(pem);
        }
    }
}
