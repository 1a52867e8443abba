package est.benchmark;

import est.protocol.CertificationRequests;
import est.protocol.WeakModuli;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A request that is refused, each time in the same way.
 *
 * @param body what is posted
 * @param headers further header lines
 * @param status what it is answered with
 */
record Hostile(byte[] body, String headers, int status) {

    private static final int LARGEST = 64 * 1024;
    private static final BigInteger F4 = BigInteger.valueOf(65537);

    /** Every kind, for a device of that subject, by what it is; those that get further come later. */
    static Map<String, Hostile> all(String subject) {
        Map<String, Hostile> all = new LinkedHashMap<>();
        putBodies(all);
        putKeys(all, subject);
        putRequests(all, subject);
        return all;
    }

    private static void putBodies(Map<String, Hostile> all) {
        all.put("64 KiB that are no base64", refused(filled('!')));
        all.put("64 KiB of white space", refused(filled(' ')));
        byte[] levels = new byte[LARGEST];
        for (int i = 0; i < LARGEST; i += 2) {
            levels[i] = 0x30;
            levels[i + 1] = (byte) 0x80;
        }
        all.put("64 KiB of nested DER", refused(levels));
        byte[] elements = new byte[4 + 2 * 2_000];
        elements[0] = 0x30;
        elements[1] = (byte) 0x82;
        elements[2] = (byte) ((2 * 2_000) >> 8);
        elements[3] = (byte) (2 * 2_000);
        for (int i = 4; i < elements.length; i += 2) {
            elements[i] = 5;
        }
        all.put("2,001 elements", refused(elements));
        byte[] random =
                Base64.getEncoder().encode(new BigInteger(8 * LARGEST * 3 / 4 - 64, new Random(1)).toByteArray());
        all.put("64 KiB of base64", refused(random));
    }

    private static void putKeys(Map<String, Hostile> all, String subject) {
        CertificationRequests rsa = CertificationRequests.rsa(subject, 2048);
        WeakModuli weak = new WeakModuli(1);
        all.put("RSA-4096, factor 751", request(rsa.withRsaKey(weak.withFactor(751, 4096), F4)));
        all.put("RSA-4096, ROCA", request(rsa.withRsaKey(weak.roca(4096), F4)));
        all.put("RSA-4096, Fermat round 110", request(rsa.withRsaKey(weak.foundInRound(110, 4096), F4)));
        all.put(
                "P-256, off its curve",
                request(CertificationRequests.ec(subject).withPointOffCurve()));
    }

    private static void putRequests(Map<String, Hostile> all, String subject) {
        KeyPair rsa4096 = CertificationRequests.rsaKeyPair(4096);
        CertificationRequests large = CertificationRequests.forKey(subject, rsa4096, "SHA512withRSA");
        all.put("RSA-4096, SHA-1", request(large.signedWith("SHA1withRSA")));
        all.put("RSA-4096, wrong signature", request(large.withBrokenSignature()));
        all.put(
                "P-384, wrong signature",
                request(CertificationRequests.ec(subject, "P-384").withBrokenSignature()));
        all.put(
                "P-256, wrong signature",
                request(CertificationRequests.ec(subject).withBrokenSignature()));
        CertificationRequests names = large;
        for (int i = 0; i < 99; i++) {
            names = names.withDnsName(("a".repeat(62) + ".").repeat(3) + "x" + i + ".example");
        }
        GeneralName last = new GeneralName(GeneralName.dNSName, "*.example");
        all.put("RSA-4096, 100 names, last hostile", request(names.withAlternativeName(last)));
        all.put(
                "RSA-4096, a name not its own",
                new Hostile(large.withDnsName("another.example").body(), "", 403));
    }

    /** A key that is somebody else's, which takes the database to know. */
    static Hostile withKey(String subject, KeyPair key) {
        return new Hostile(
                CertificationRequests.forKey(subject, key, "SHA256withECDSA").body(), "", 403);
    }

    /** Credentials that are wrong; nothing else is looked at. */
    static Hostile wrongPassword() {
        String pair = Base64.getEncoder().encodeToString("nobody:nothing".getBytes(StandardCharsets.UTF_8));
        return new Hostile(new byte[] {'M'}, "Authorization: Basic " + pair + "\r\n", 401);
    }

    private static Hostile request(CertificationRequests request) {
        return refused(request.body());
    }

    private static Hostile refused(byte[] body) {
        return new Hostile(body, "", 400);
    }

    private static byte[] filled(char character) {
        byte[] body = new byte[LARGEST];
        Arrays.fill(body, (byte) character);
        return body;
    }
}
