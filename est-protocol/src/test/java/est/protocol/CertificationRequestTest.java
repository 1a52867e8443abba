package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.security.Provider;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificationRequestTest {

    private static final Provider CONSCRYPT = Conscrypt.newProvider();
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    @Test
    void EST_ENR_03_a_request_is_read_completely() {
        CertificationRequest request =
                CertificationRequests.ec("CN=device1,O=Acme").decoded();
        assertThat(request.subject()).isEqualTo(new X500Name("CN=device1,O=Acme"));
        assertThat(request.publicKey().name()).isEqualTo("P-256");
        assertThat(request.signatureAlgorithm()).isEqualTo(SignatureAlgorithm.ECDSA_SHA256);
        assertThat(request.requestedExtensions()).isEmpty();
        assertThat(request.alternativeNames()).isEmpty();
        assertThat(request.keyUsage()).isEmpty();
        assertThat(request.extendedKeyUsages()).isEmpty();
        assertThat(request.challengePassword()).isEmpty();
    }

    @Test
    void EST_ENR_03_the_received_octets_are_kept_for_the_signature() throws Exception {
        byte[] der = CertificationRequests.ec("CN=device1").der();
        CertificationRequest request = CertificationRequest.decode(der);
        assertThat(request.encoded()).isEqualTo(der);
        assertThat(request.signedPart())
                .isEqualTo(new PKCS10CertificationRequest(der)
                        .toASN1Structure()
                        .getCertificationRequestInfo()
                        .getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void EST_ENR_03_an_EC_signature_verifies_over_the_signed_part(String curve) throws Exception {
        CertificationRequest request = CertificationRequests.ec("CN=d", curve).decoded();
        assertThat(verifies(request, CONSCRYPT)).isTrue();
        assertThat(verifies(request, BOUNCY_CASTLE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withRSA", "SHA512withRSA", "SHA256withRSAandMGF1", "SHA384withRSAandMGF1"})
    void EST_ENR_03_an_RSA_signature_verifies_over_the_signed_part(String algorithm) throws Exception {
        CertificationRequest request =
                CertificationRequests.rsa("CN=d", 2048).signedWith(algorithm).decoded();
        assertThat(verifies(request, CONSCRYPT)).isTrue();
        assertThat(verifies(request, BOUNCY_CASTLE)).isTrue();
    }

    @Test
    void EST_ENR_03_an_Ed25519_signature_verifies_over_the_signed_part() throws Exception {
        CertificationRequest request =
                CertificationRequests.edwards("CN=d", "Ed25519").decoded();
        assertThat(verifies(request, CONSCRYPT)).isTrue();
        assertThat(verifies(request, BOUNCY_CASTLE)).isTrue();
    }

    @Test
    void a_broken_signature_is_well_formed_and_does_not_verify() throws Exception {
        assertThat(verifies(
                        CertificationRequests.ec("CN=d").withBrokenSignature().decoded(), BOUNCY_CASTLE))
                .isFalse();
    }

    @Test
    void EST_ENR_03_another_version_is_refused() {
        assertMalformed(CertificationRequests.ec("CN=d").withVersion(1).der(), "version");
    }

    @Test
    void EST_ENR_03_an_octet_behind_the_end_is_refused() {
        assertMalformed(CertificationRequests.ec("CN=d").derWithTrailingOctet(), "behind the end");
    }

    @Test
    void absent_attributes_are_taken_as_none() {
        assertThat(CertificationRequests.ec("CN=d")
                        .withoutAttributes()
                        .decoded()
                        .requestedExtensions())
                .isEmpty();
    }

    @Test
    void EST_ENR_11_an_empty_subject_is_well_formed() {
        assertThat(CertificationRequests.ec("").decoded().subject().getRDNs()).isEmpty();
    }

    @Test
    void EST_ENC_08_a_wrapper_of_indefinite_length_is_accepted() throws Exception {
        CertificationRequest good = CertificationRequests.ec("CN=d").decoded();
        byte[] ber = inIndefiniteWrapper(good.encoded());
        CertificationRequest request = CertificationRequest.decode(ber);
        assertThat(request.signedPart()).isEqualTo(good.signedPart());
        assertThat(request.encoded()).isEqualTo(good.encoded());
        assertThat(verifies(request, BOUNCY_CASTLE)).isTrue();
    }

    @Test
    void T_16_a_length_that_is_not_minimal_inside_the_signed_part_is_refused() {
        byte[] der = CertificationRequests.ec("CN=d").der();
        // SEQUENCE of INTEGER 0 becomes INTEGER with a length in two octets; both outer lengths grow by one.
        int version = indexOf(der, HexFormat.of().parseHex("020100"));
        byte[] ber = new byte[der.length + 1];
        System.arraycopy(der, 0, ber, 0, version + 1);
        ber[version + 1] = (byte) 0x81;
        System.arraycopy(der, version + 1, ber, version + 2, der.length - version - 1);
        ber[2]++;
        ber[version - 1]++;
        assertMalformed(ber, "fewest octets");
    }

    @Test
    void T_16_an_indefinite_length_inside_the_signed_part_is_refused() throws Exception {
        DerCursor parts = DerCursor.over(CertificationRequests.ec("CN=d").der())
                .next("request")
                .children();
        ByteArrayOutputStream ber = new ByteArrayOutputStream();
        ber.write(HexFormat.of().parseHex("30803080"));
        ber.write(parts.next("info").content());
        ber.write(new byte[2]);
        ber.write(parts.next("algorithm").encoded());
        ber.write(parts.next("signature").encoded());
        ber.write(new byte[2]);
        assertMalformed(ber.toByteArray(), "indefinite length");
    }

    @Test
    void T_15_a_signature_with_unused_bits_is_refused() {
        byte[] der = CertificationRequests.edwards("CN=d", "Ed25519").der();
        int bits = der.length - 65;
        der[bits] = 1;
        der[der.length - 1] &= (byte) 0xFE;
        assertMalformed(der, "whole number of octets");
    }

    @Test
    void EST_ENR_05_weak_signatures_are_recognized() {
        assertThat(CertificationRequests.rsa("CN=d", 2048)
                        .signedWith("SHA1withRSA")
                        .decoded()
                        .signatureAlgorithm()
                        .isWeak())
                .isTrue();
        assertThat(CertificationRequests.rsa("CN=d", 2048)
                        .signedWith("MD5withRSA")
                        .decoded()
                        .signatureAlgorithm()
                        .isWeak())
                .isTrue();
        assertThat(CertificationRequests.ec("CN=d")
                        .signedWith("SHA1withECDSA")
                        .decoded()
                        .signatureAlgorithm()
                        .isWeak())
                .isTrue();
    }

    @Test
    void text_of_the_client_does_not_enter_toString() {
        assertThat(CertificationRequests.ec("CN=secret-name")
                        .withChallengePassword("secret")
                        .decoded())
                .asString()
                .doesNotContain("secret");
    }

    private static boolean verifies(CertificationRequest request, Provider provider) throws Exception {
        Signature signature = Signature.getInstance(request.signatureAlgorithm().jcaName(), provider);
        signature.initVerify(request.publicKey().toPublicKey(provider));
        if (request.signatureAlgorithm().parameters().isPresent()) {
            signature.setParameter(request.signatureAlgorithm().parameters().get());
        }
        signature.update(request.signedPart());
        return signature.verify(request.signature());
    }

    private static byte[] inIndefiniteWrapper(byte[] der) throws Exception {
        DerElement whole = DerCursor.over(der).next("request");
        ByteArrayOutputStream ber = new ByteArrayOutputStream();
        ber.write(new byte[] {0x30, (byte) 0x80});
        ber.write(whole.content());
        ber.write(new byte[2]);
        return ber.toByteArray();
    }

    private static int indexOf(byte[] octets, byte[] part) {
        int at = 0;
        while (!Arrays.equals(octets, at, at + part.length, part, 0, part.length)) {
            at++;
        }
        return at;
    }

    private static void assertMalformed(byte[] der, String text) {
        assertThatThrownBy(() -> CertificationRequest.decode(der))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(text)
                .hasNoCause();
    }
}
