package est.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.protocol.TransferBody.Wrapping;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.BERSet;
import org.bouncycastle.asn1.BERTaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertsOnlyTest {

    /** RFC 7030 §4.1.3 with one self-signed Ed25519 root "CN=R" of 198 octets. */
    static final String WORKED_EXAMPLE = String.join(
            "\r\n",
            "MIHuBgkqhkiG9w0BBwKggeAwgd0CAQExADALBgkqhkiG9w0BBwGggcYwgcMwd6AD",
            "AgECAgEBMAUGAytlcDAMMQowCAYDVQQDDAFSMB4XDTI2MDEwMTAwMDAwMFoXDTM2",
            "MDEwMTAwMDAwMFowDDEKMAgGA1UEAwwBUjAqMAUGAytlcAMhAAOhB7/zzhC+HXDd",
            "GOdLwJln5NYwm6UNXx3chmQSVTG4MAUGAytlcANBALmB7HAEBskqEikJGhty/HKX",
            "+TAaGJmMOtC0XJfVzNNT5EeM+M/Hx9Z5iHmmm3DuPRrBthO6CXa1edFXkdtCcwQx",
            "AA==",
            "");

    @Test
    void EST_CA_the_worked_example_is_met_octet_for_octet() throws Exception {
        byte[] der = TransferBody.decode(WORKED_EXAMPLE.getBytes(US_ASCII));
        X509Certificate root = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der, 41, 198));
        byte[] encoded = CertsOnly.encode(List.of(root));
        assertThat(encoded).isEqualTo(der);
        assertThat(TransferBody.encode(encoded, Wrapping.LINES_OF_64))
                .asString()
                .isEqualTo(WORKED_EXAMPLE);
    }

    @Test
    void EST_CA_the_worked_example_is_read() {
        List<X509Certificate> certificates = CertsOnly.decode(TransferBody.decode(WORKED_EXAMPLE.getBytes(US_ASCII)));
        assertThat(certificates).singleElement().satisfies(root -> assertThat(
                        root.getSubjectX500Principal().getName())
                .isEqualTo("CN=R"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 40, 200})
    void EST_ENC_09_certificates_keep_the_order_given(int count) throws Exception {
        List<X509Certificate> certificates = certificates(count);
        Collections.reverse(certificates);
        assertThat(CertsOnly.decode(CertsOnly.encode(certificates))).containsExactlyElementsOf(certificates);
    }

    @Test
    void EST_ENC_09_what_is_emitted_has_definite_lengths_throughout() throws Exception {
        byte[] encoded = CertsOnly.encode(certificates(3));
        DerScan.requireDer(encoded, 0, encoded.length, DerScan.Limits.CERTIFICATES);
    }

    @Test
    void EST_CA_Bouncy_Castle_reads_a_SignedData_that_nobody_signed() throws Exception {
        CMSSignedData message = new CMSSignedData(CertsOnly.encode(certificates(2)));
        assertThat(message.getVersion()).isEqualTo(1);
        assertThat(message.getCertificates().getMatches(null)).hasSize(2);
        assertThat(message.getCRLs().getMatches(null)).isEmpty();
        assertThat(message.getSignerInfos()).isEmpty();
        assertThat(message.getDigestAlgorithmIDs()).isEmpty();
        assertThat(message.getSignedContent()).isNull();
    }

    @Test
    void EST_ENC_08_indefinite_lengths_are_accepted() throws Exception {
        List<X509Certificate> certificates = certificates(2);
        ASN1EncodableVector bag = new ASN1EncodableVector();
        for (X509Certificate certificate : certificates) {
            bag.add(Certificate.getInstance(certificate.getEncoded()));
        }
        ASN1Encodable signedData = new BERSequence(new ASN1Encodable[] {
            new ASN1Integer(1),
            new BERSet(),
            new BERSequence(CMSObjectIdentifiers.data),
            new BERTaggedObject(false, 0, new BERSet(bag)),
            new BERSet()
        });
        byte[] ber = new BERSequence(
                        new ASN1Encodable[] {CMSObjectIdentifiers.signedData, new BERTaggedObject(true, 0, signedData)})
                .getEncoded();
        assertThat(ber[1]).isEqualTo((byte) 0x80);
        assertThat(CertsOnly.decode(ber)).containsExactlyElementsOf(certificates);
    }

    @Test
    void EST_CA_empty_revocation_lists_are_accepted() throws Exception {
        byte[] plain = TransferBody.decode(WORKED_EXAMPLE.getBytes(US_ASCII));
        byte[] withLists = Arrays.copyOf(plain, plain.length + 2);
        System.arraycopy(HexFormat.of().parseHex("A1003100"), 0, withLists, plain.length - 2, 4);
        for (int length : new int[] {2, 16, 19}) {
            withLists[length] = (byte) (withLists[length] + 2);
        }
        assertThat(CertsOnly.decode(withLists)).hasSize(1);
    }

    @Test
    void nothing_cannot_be_encoded() {
        assertThatThrownBy(() -> CertsOnly.encode(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messages_of_another_kind_are_refused() throws Exception {
        assertMalformed(new byte[0]);
        assertMalformed(CertificationRequests.ec("CN=d").der());
        assertMalformed(new DERSequence(
                        new ASN1Encodable[] {CMSObjectIdentifiers.data, new BERTaggedObject(true, 0, new DERSequence())
                        })
                .getEncoded());
        assertMalformed(signedDataWith(new DERSet()));
        assertMalformed(signedDataWith(new DERSet(new DERSequence())));
        assertMalformed(signedDataWith(new DERSet(new ASN1Integer(1))));
    }

    private static byte[] signedDataWith(DERSet bag) throws Exception {
        ASN1Encodable signedData = new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(1),
            new DERSet(),
            new DERSequence(CMSObjectIdentifiers.data),
            new BERTaggedObject(false, 0, bag),
            new DERSet()
        });
        return new DERSequence(
                        new ASN1Encodable[] {CMSObjectIdentifiers.signedData, new BERTaggedObject(true, 0, signedData)})
                .getEncoded();
    }

    private static void assertMalformed(byte[] encoded) {
        assertThatThrownBy(() -> CertsOnly.decode(encoded))
                .isInstanceOf(MalformedMessageException.class)
                .hasNoCause();
    }

    private static List<X509Certificate> certificates(int count) throws Exception {
        KeyPair key = CertificationRequests.ecKeyPair("P-256");
        X500Name name = new X500Name("CN=R");
        List<X509Certificate> certificates = new ArrayList<>();
        for (int serial = 1; serial <= count; serial++) {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(serial),
                    time("260101000000Z"),
                    time("360101000000Z"),
                    name,
                    key.getPublic());
            byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                    .getEncoded();
            certificates.add((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded)));
        }
        return certificates;
    }

    private static Time time(String utcTime) {
        return new Time(new DERUTCTime(utcTime));
    }
}
