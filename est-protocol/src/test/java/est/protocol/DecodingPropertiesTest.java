package est.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.protocol.TransferBody.Wrapping;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

class DecodingPropertiesTest {

    private static final byte[] RICH = CertificationRequests.ec("CN=device1,O=Acme")
            .withDnsName("device1.example")
            .withIpAddress("192.0.2.1")
            .withKeyUsage(KeyUsage.digitalSignature)
            .withExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth)
            .withCaTrue()
            .withChallengePassword("AQIDBAUGBwgJCgsM")
            .der();
    private static final byte[] RSA = CertificationRequests.rsa("CN=device1", 2048)
            .signedWith("SHA256withRSAandMGF1")
            .der();
    private static final CertificationRequests EC = CertificationRequests.ec("CN=d");

    @Property
    void EST_ENC_01_every_body_comes_back(@ForAll byte[] octets, @ForAll Wrapping wrapping) {
        byte[] der = new byte[octets.length + 1];
        der[0] = 0x30; // as every message starts; it is what tells raw DER from base64
        System.arraycopy(octets, 0, der, 1, octets.length);
        byte[] body = TransferBody.encode(der, wrapping);
        assertThat(TransferBody.decode(body)).isEqualTo(der);
    }

    @Property
    void EST_ENC_10_no_octets_break_the_body_decoder(@ForAll byte[] octets) {
        decodesOrIsRefused(() -> TransferBody.decode(octets));
    }

    @Property
    void EST_ENC_10_no_octets_break_the_request_decoder(@ForAll byte[] octets) {
        decodesOrIsRefused(() -> CertificationRequest.decode(octets));
        byte[] likeDer = octets.clone();
        if (likeDer.length > 1) {
            likeDer[0] = 0x30;
            likeDer[1] = (byte) Math.min(likeDer.length - 2, 0x7F);
        }
        decodesOrIsRefused(() -> CertificationRequest.decode(likeDer));
        decodesOrIsRefused(() -> CertsOnly.decode(likeDer));
    }

    @Property
    void EST_ENC_10_no_flipped_bits_break_the_request_decoder(
            @ForAll("requests") byte[] request,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 1 << 20) Integer> bits) {
        byte[] flipped = request.clone();
        for (int bit : bits) {
            int at = bit % (8 * flipped.length);
            flipped[at / 8] ^= (byte) (1 << at % 8);
        }
        decodesOrIsRefused(() -> CertificationRequest.decode(flipped));
    }

    @Property
    void EST_ENC_10_no_replaced_octet_breaks_the_request_decoder(
            @ForAll("requests") byte[] request, @ForAll @IntRange(max = 1 << 20) int at, @ForAll byte octet) {
        byte[] replaced = request.clone();
        replaced[at % replaced.length] = octet;
        decodesOrIsRefused(() -> CertificationRequest.decode(replaced));
    }

    @Property
    void EST_ENC_10_no_replaced_octet_breaks_the_certificates_decoder(
            @ForAll @IntRange(max = 240) int at, @ForAll byte octet) {
        byte[] replaced = TransferBody.decode(CertsOnlyTest.WORKED_EXAMPLE.getBytes(US_ASCII));
        replaced[at] = octet;
        decodesOrIsRefused(() -> CertsOnly.decode(replaced));
    }

    @Property
    void EST_ENC_10_every_truncation_is_refused(
            @ForAll("requests") byte[] request, @ForAll @IntRange(max = 1 << 20) int length) {
        byte[] cut = Arrays.copyOf(request, length % request.length);
        assertThatThrownBy(() -> CertificationRequest.decode(cut)).isInstanceOf(MalformedMessageException.class);
    }

    @Property(tries = 50)
    void EST_ENR_03_what_was_built_is_what_is_read(
            @ForAll("names") String commonName,
            @ForAll("hosts") List<String> hosts,
            @ForAll("names") String challenge) {
        X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
        CertificationRequests built = EC.withSubject(subject).withChallengePassword(challenge);
        for (String host : hosts) {
            built = built.withDnsName(host);
        }
        byte[] der = built.der();
        CertificationRequest request = CertificationRequest.decode(der);
        assertThat(request.encoded()).isEqualTo(der);
        assertThat(request.subject()).isEqualTo(subject);
        assertThat(request.challengePassword()).contains(challenge);
        assertThat(request.alternativeNames())
                .extracting(name -> name.getName().toString())
                .containsExactlyElementsOf(hosts);
    }

    @Provide
    Arbitrary<byte[]> requests() {
        return Arbitraries.of(List.of(RICH, RSA));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(64);
    }

    @Provide
    Arbitrary<List<String>> hosts() {
        return Arbitraries.strings()
                .alpha()
                .ofMinLength(1)
                .ofMaxLength(63)
                .list()
                .ofMaxSize(5);
    }

    private static void decodesOrIsRefused(Runnable decoding) {
        try {
            decoding.run();
        } catch (MalformedMessageException refused) {
            assertThat(refused.getMessage()).doesNotContain("\n").isNotBlank();
            assertThat(refused.getCause()).isNull();
        }
    }
}
