package est.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.proof.ProofFailure.Reason;
import est.protocol.CertificationRequest;
import est.protocol.CertificationRequests;
import est.protocol.MalformedMessageException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.Provider;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T-15 as a table: every kind of key with every algorithm, and every way a signature can be nearly right. */
class FalsePossessionTest {

    private static final Map<String, CertificationRequests> GOOD = new LinkedHashMap<>();

    static {
        GOOD.put("RSA", CertificationRequests.rsa("CN=a", 2048));
        GOOD.put("RSA-PSS", CertificationRequests.rsa("CN=a", 2048).signedWith("SHA256withRSAandMGF1"));
        GOOD.put("ECDSA P-256", CertificationRequests.ec("CN=a"));
        GOOD.put("ECDSA P-384", CertificationRequests.ec("CN=a", "P-384").signedWith("SHA384withECDSA"));
        GOOD.put("ECDSA P-521", CertificationRequests.ec("CN=a", "P-521").signedWith("SHA512withECDSA"));
        GOOD.put("Ed25519", CertificationRequests.edwards("CN=a", "Ed25519"));
    }

    /** Each good request with each provider that verifies signatures here. */
    static Stream<Object[]> cases() {
        Provider[] providers = {Conscrypt.newProvider(), new BouncyCastleProvider()};
        return GOOD.keySet().stream().flatMap(kind -> Arrays.stream(providers)
                // Conscrypt has no key factory that takes Ed25519 under every version: that is Bouncy Castle's
                .filter(provider -> !kind.equals("Ed25519") || provider instanceof BouncyCastleProvider)
                .map(provider -> new Object[] {kind, provider}));
    }

    private static boolean verify(Provider provider, byte[] der) {
        return new ProofOfPossession(provider)
                .verify(CertificationRequest.decode(der), Optional::empty, ChannelBindingMode.OPTIONAL)
                .bound();
    }

    private static void refused(Reason reason, String what, Provider provider, byte[] der) {
        assertThatThrownBy(() -> verify(provider, der))
                .as(what)
                .isInstanceOfSatisfying(ProofFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(reason));
    }

    /** The same signed part with another algorithm or signature around it. */
    private static byte[] with(ASN1Encodable info, AlgorithmIdentifier algorithm, byte[] signature) {
        try {
            return new DERSequence(new ASN1Encodable[] {info, algorithm, new DERBitString(signature)}).getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static AlgorithmIdentifier algorithm(String name) {
        return new DefaultSignatureAlgorithmIdentifierFinder().find(name);
    }

    private static AlgorithmIdentifier algorithm(byte[] der) {
        return AlgorithmIdentifier.getInstance(ASN1Sequence.getInstance(der).getObjectAt(1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_good_requests_are_good(String kind, Provider provider) {
        assertThat(verify(provider, GOOD.get(kind).der())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHA256withRSA",
                "SHA384withRSA",
                "SHA512withRSA",
                "SHA256withRSAandMGF1",
                "SHA384withRSAandMGF1",
                "SHA512withRSAandMGF1",
                "SHA256withECDSA",
                "SHA384withECDSA",
                "SHA512withECDSA",
                "Ed25519",
                "Ed448",
                "SHA1withRSA",
                "MD5withRSA",
                "SHA1withECDSA"
            })
    void T_15_an_algorithm_counts_for_keys_of_its_own_kind_only(String name) {
        boolean weak = name.startsWith("SHA1") || name.startsWith("MD5");
        GOOD.forEach((kind, request) -> {
            boolean fits = kind.startsWith("RSA")
                    ? name.contains("RSA")
                    : name.contains(kind.substring(0, kind.contains(" ") ? kind.indexOf(" ") : kind.length()));
            byte[] der = request.der();
            byte[] signature = CertificationRequest.decode(der).signature();
            // the right key's signature under the wrong name: refused for the name if it cannot be, else for itself
            boolean same = algorithm(der).equals(algorithm(name));
            if (!same) {
                refused(
                        weak || !fits ? Reason.SIGNATURE_ALGORITHM : Reason.SIGNATURE,
                        name + " for " + kind,
                        new BouncyCastleProvider(),
                        with(request.info(), algorithm(name), signature));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHA224withRSA", "SHA3-256withRSA", "RIPEMD160withRSA", "SHA224withECDSA", "SHA3-256withECDSA",
                "SHA256withDSA", "SHA1withDSA", "SHA224withRSAandMGF1", "SHA1withRSAandMGF1", "MD2withRSA"
            })
    void T_15_algorithms_outside_the_list_are_malformed(String name) {
        byte[] der = with(GOOD.get("RSA").info(), algorithm(name), new byte[256]);
        assertThatThrownBy(() -> CertificationRequest.decode(der)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withECDSA", "SHA384withECDSA", "Ed25519"})
    void T_15_parameters_where_none_belong_are_malformed(String name) {
        AlgorithmIdentifier withNull = new AlgorithmIdentifier(algorithm(name).getAlgorithm(), DERNull.INSTANCE);
        byte[] der = with(GOOD.get("ECDSA P-256").info(), withNull, new byte[64]);
        assertThatThrownBy(() -> CertificationRequest.decode(der)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void T_15_a_signature_over_other_octets_is_refused(String kind, Provider provider) {
        refused(
                Reason.SIGNATURE,
                kind,
                provider,
                GOOD.get(kind).withBrokenSignature().der());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void T_15_a_longer_shorter_changed_or_empty_signature_is_refused(String kind, Provider provider) {
        CertificationRequests request = GOOD.get(kind);
        byte[] der = request.der();
        byte[] good = CertificationRequest.decode(der).signature();
        byte[] leadingZero = new byte[good.length + 1];
        System.arraycopy(good, 0, leadingZero, 1, good.length);
        byte[] changed = good.clone();
        changed[changed.length - 1] ^= 1;
        Map<String, byte[]> wrong = new LinkedHashMap<>();
        wrong.put("an octet behind", Arrays.copyOf(good, good.length + 1));
        wrong.put("a zero before", leadingZero);
        wrong.put("the last octet missing", Arrays.copyOf(good, good.length - 1));
        wrong.put("one bit changed", changed);
        wrong.put("twice", twice(good));
        wrong.put("zeros", new byte[good.length]);
        wrong.put("empty", new byte[0]);
        wrong.forEach((what, signature) -> refused(
                Reason.SIGNATURE, what + ", " + kind, provider, with(request.info(), algorithm(der), signature)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void T_15_an_ecdsa_signature_has_one_encoding(String kind, Provider provider) {
        if (!kind.startsWith("ECDSA")) {
            return;
        }
        CertificationRequests request = GOOD.get(kind);
        byte[] der = request.der();
        byte[] good = CertificationRequest.decode(der).signature();
        ASN1Sequence parts = ASN1Sequence.getInstance(good);
        BigInteger r = ASN1Integer.getInstance(parts.getObjectAt(0)).getValue();
        BigInteger s = ASN1Integer.getInstance(parts.getObjectAt(1)).getValue();
        Map<String, byte[]> wrong = new LinkedHashMap<>();
        wrong.put("a third number", numbers(r, s, BigInteger.ONE));
        wrong.put("r alone", numbers(r));
        wrong.put("zero", numbers(BigInteger.ZERO, BigInteger.ZERO));
        wrong.put("r negative", numbers(r.negate(), s));
        wrong.put("r longer than it is", padded(good, r));
        wrong.put("length not minimal", longLength(good));
        wrong.put("indefinite length", indefinite(good));
        wrong.forEach((what, signature) -> refused(
                Reason.SIGNATURE, what + ", " + kind, provider, with(request.info(), algorithm(der), signature)));
    }

    private static byte[] twice(byte[] octets) {
        byte[] both = Arrays.copyOf(octets, 2 * octets.length);
        System.arraycopy(octets, 0, both, octets.length, octets.length);
        return both;
    }

    private static byte[] numbers(BigInteger... numbers) {
        try {
            return new DERSequence(Arrays.stream(numbers).map(ASN1Integer::new).toArray(ASN1Encodable[]::new))
                    .getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** One zero octet more before r than DER has. */
    private static byte[] padded(byte[] good, BigInteger r) {
        byte[] content = content(good);
        byte[] longer = new byte[content.length + 1];
        longer[0] = 2;
        longer[1] = (byte) (r.toByteArray().length + 1);
        System.arraycopy(content, 2, longer, 3, content.length - 2);
        return sequence(
                longer,
                longer.length < 0x80
                        ? new byte[] {(byte) longer.length}
                        : new byte[] {(byte) 0x81, (byte) longer.length});
    }

    private static byte[] longLength(byte[] good) {
        byte[] content = content(good);
        return sequence(content, new byte[] {(byte) 0x82, 0, (byte) content.length});
    }

    private static byte[] indefinite(byte[] good) {
        byte[] content = content(good);
        return sequence(Arrays.copyOf(content, content.length + 2), new byte[] {(byte) 0x80});
    }

    private static byte[] content(byte[] sequence) {
        return Arrays.copyOfRange(sequence, (sequence[1] & 0xFF) < 0x80 ? 2 : 3, sequence.length);
    }

    private static byte[] sequence(byte[] content, byte[] length) {
        byte[] whole = new byte[1 + length.length + content.length];
        whole[0] = 0x30;
        System.arraycopy(length, 0, whole, 1, length.length);
        System.arraycopy(content, 0, whole, 1 + length.length, content.length);
        return whole;
    }
}
