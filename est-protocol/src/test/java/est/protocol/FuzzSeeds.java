package est.protocol;

import est.protocol.TransferBody.Wrapping;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The seeds of the fuzz targets, by file name: {@code good-…} is accepted, every other one is named for its defect. */
final class FuzzSeeds {

    private static final BigInteger F4 = BigInteger.valueOf(65537);
    private static final CertificationRequests EC = CertificationRequests.ec("CN=device1");

    private FuzzSeeds() {}

    static Map<String, byte[]> requests() {
        Map<String, byte[]> seeds = new TreeMap<>();
        seeds.put("good-p256", EC.der());
        seeds.put("good-p384", CertificationRequests.ec("CN=device1", "P-384").der());
        seeds.put("good-p521", CertificationRequests.ec("CN=device1", "P-521").der());
        seeds.put(
                "good-ed25519",
                CertificationRequests.edwards("CN=device1", "Ed25519").der());
        seeds.put("good-rsa", CertificationRequests.rsa("CN=device1", 2048).der());
        seeds.put(
                "good-rsa-pss",
                CertificationRequests.rsa("CN=device1", 2048)
                        .signedWith("SHA256withRSAandMGF1")
                        .der());
        seeds.put("good-everything", rich().der());
        seeds.put("good-no-attributes", EC.withoutAttributes().der());
        seeds.put("good-wrapper-of-indefinite-length", indefinite(EC.der()));
        seeds.put("good-microsoft", rich().withMicrosoftExtensionRequest().der());
        putWeakKeys(seeds);
        putDoubles(seeds);
        putOtherSpellings(seeds);
        return seeds;
    }

    private static CertificationRequests rich() {
        return CertificationRequests.ec("CN=device1,O=Acme,C=DE")
                .withDnsName("device1.example")
                .withIpAddress("192.0.2.1")
                .withKeyUsage(KeyUsage.digitalSignature)
                .withExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth)
                .withExtension("1.2.3.4", true, new byte[] {5, 0})
                .withChallengePassword("AQIDBAUGBwgJCgsM");
    }

    private static void putWeakKeys(Map<String, byte[]> seeds) {
        CertificationRequests rsa = CertificationRequests.rsa("CN=device1", 2048);
        WeakModuli weak = new WeakModuli(1);
        seeds.put("modulus-roca", rsa.withRsaKey(weak.roca(2048), F4).der());
        seeds.put(
                "modulus-close-primes",
                rsa.withRsaKey(weak.foundInRound(100, 2048), F4).der());
        seeds.put(
                "modulus-small-factor",
                rsa.withRsaKey(weak.withFactor(751, 2048), F4).der());
        seeds.put("modulus-1024", CertificationRequests.rsa("CN=device1", 1024).der());
        seeds.put("exponent-1", rsa.withRsaExponent(2048, 1).der());
        seeds.put("point-off-curve", EC.withPointOffCurve().der());
        seeds.put(
                "key-x25519",
                EC.withPublicKey(SubjectPublicKeyInfo.getInstance(CertificationRequests.generate("X25519")
                                .getPublic()
                                .getEncoded()))
                        .der());
    }

    private static void putDoubles(Map<String, byte[]> seeds) {
        seeds.put(
                "attribute-twice",
                EC.withChallengePassword("a").withChallengePassword("b").der());
        seeds.put(
                "two-values",
                EC.withAttribute("1.2.3.4", new DERUTF8String("a"), new DERUTF8String("b"))
                        .der());
        seeds.put(
                "extension-twice",
                EC.withKeyUsage(KeyUsage.digitalSignature)
                        .withKeyUsage(KeyUsage.keyCertSign)
                        .der());
        seeds.put(
                "extension-garbage",
                EC.withExtension("2.5.29.17", false, new byte[] {0x30, 3, 4, 9, 1})
                        .der());
        seeds.put(
                "extension-empty-list",
                EC.withExtension("2.5.29.17", false, new byte[] {0x30, 0}).der());
        seeds.put("version-1", EC.withVersion(1).der());
        seeds.put(
                "common-name-too-long",
                EC.withSubject(new X500Name(new RDN[] {new RDN(BCStyle.CN, new DERUTF8String("a".repeat(65)))}))
                        .der());
    }

    private static void putOtherSpellings(Map<String, byte[]> seeds) {
        DerTree whole = DerTree.of(EC.der());
        seeds.put("octet-behind-the-end", EC.derWithTrailingOctet());
        seeds.put("cut-short", Arrays.copyOf(EC.der(), 100));
        seeds.put("length-not-minimal", whole.encoded(whole.child(0), DerTree.Spelling.LENGTH_OF_FOUR));
        seeds.put("indefinite-signed-part", whole.encoded(whole.child(0), DerTree.Spelling.INDEFINITE_LENGTH));
        seeds.put(
                "something-behind-the-key", whole.encoded(whole.child(0).child(2), DerTree.Spelling.SOMETHING_BEHIND));
        byte[] deep = new byte[2 * 40];
        for (int i = 0; i < 40; i++) {
            deep[2 * i] = 0x30;
            deep[2 * i + 1] = (byte) (2 * (39 - i));
        }
        seeds.put("forty-levels", deep);
    }

    private static byte[] indefinite(byte[] der) {
        DerTree whole = DerTree.of(der);
        return whole.encoded(whole, DerTree.Spelling.INDEFINITE_LENGTH);
    }

    static Map<String, byte[]> bodies() {
        Map<String, byte[]> seeds = new TreeMap<>();
        seeds.put("good-lines-of-64", TransferBody.encode(EC.der(), Wrapping.LINES_OF_64));
        seeds.put("good-one-line", TransferBody.encode(EC.der(), Wrapping.ONE_LINE));
        seeds.put("good-der", EC.der());
        seeds.put("good-pem", ascii(EC.pem()));
        seeds.put("good-pem-new", ascii(EC.pem().replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST")));
        seeds.put("good-spaces-and-tabs", ascii(" \t\r\n" + EC.pem().replace("\n", " \t\n")));
        seeds.put("empty", new byte[0]);
        seeds.put("white-space", ascii(" \r\n\t "));
        seeds.put("padding-missing", ascii("MIIBAA"));
        seeds.put("padding-in-the-middle", ascii("MII=BAA="));
        seeds.put("alphabet-of-urls", ascii("MIIB-_AA"));
        seeds.put("foreign-characters", ascii("MII!BAA="));
        seeds.put("pem-of-a-certificate", ascii(EC.pem().replace("CERTIFICATE REQUEST", "CERTIFICATE")));
        seeds.put("pem-twice", ascii(EC.pem() + EC.pem()));
        seeds.put("pem-without-end", ascii(EC.pem().replace("-----END CERTIFICATE REQUEST-----", "")));
        return seeds;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
