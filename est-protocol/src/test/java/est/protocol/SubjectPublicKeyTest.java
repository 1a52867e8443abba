package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectPublicKeyTest {

    private static final Provider CONSCRYPT = Conscrypt.newProvider();
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final CertificationRequests EC = CertificationRequests.ec("CN=d");
    private static final CertificationRequests RSA = CertificationRequests.rsa("CN=d", 2048);
    private static final BigInteger MODULUS =
            ((RSAPublicKey) CertificationRequests.rsaKeyPair(2048).getPublic()).getModulus();
    private static final BigInteger F4 = BigInteger.valueOf(65537);

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void T_14_named_curves_pass_and_keep_their_encoding(String curve) {
        CertificationRequests request = CertificationRequests.ec("CN=d", curve);
        SubjectPublicKey key = request.decoded().publicKey();
        assertThat(key.name()).isEqualTo(curve);
        assertThat(key.encoded()).isEqualTo(request.keyPair().getPublic().getEncoded());
        assertThat(key.toPublicKey(CONSCRYPT).getEncoded()).isEqualTo(key.encoded());
        assertThat(key.toPublicKey(BOUNCY_CASTLE).getEncoded()).isEqualTo(key.encoded());
    }

    @Test
    void a_key_of_no_provider_is_its_encoding() {
        SubjectPublicKey key = EC.decoded().publicKey();
        PublicKey plain = key.asPublicKey();

        assertThat(plain.getAlgorithm()).isEqualTo("EC");
        assertThat(plain.getFormat()).isEqualTo("X.509");
        assertThat(plain.getEncoded()).isEqualTo(key.encoded());
        assertThat(plain)
                .isEqualTo(EC.decoded().publicKey().asPublicKey())
                .isNotEqualTo(RSA.decoded().publicKey().asPublicKey());
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 3072, 4096})
    void T_14_rsa_of_the_three_sizes_passes_and_keeps_its_encoding(int bits) throws Exception {
        BigInteger modulus = new WeakModuli(bits).withFactor(1_000_003, bits);
        SubjectPublicKey key = RSA.withRsaKey(modulus, F4).decoded().publicKey();
        assertThat(key.name()).isEqualTo("RSA-" + bits);
        assertThat(key.encoded())
                .isEqualTo(KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(modulus, F4))
                        .getEncoded());
        assertThat(key.toPublicKey(CONSCRYPT).getEncoded()).isEqualTo(key.encoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448"})
    void T_14_edwards_keys_pass_and_keep_their_encoding(String curve) {
        CertificationRequests request = CertificationRequests.edwards("CN=d", curve);
        SubjectPublicKey key = request.decoded().publicKey();
        assertThat(key.name()).isEqualTo(curve);
        assertThat(key.encoded()).isEqualTo(request.keyPair().getPublic().getEncoded());
        assertThat(key.toPublicKey(BOUNCY_CASTLE).getEncoded()).isEqualTo(key.encoded());
    }

    @Test
    void T_14_rsa_1024_is_refused() {
        assertMalformed(CertificationRequests.rsa("CN=d", 1024), "2048, 3072 or 4096");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void T_14_a_modulus_a_bit_too_short_or_long_is_refused(int shift) {
        BigInteger modulus = shift < 0 ? MODULUS.shiftRight(1) : MODULUS.shiftLeft(1);
        assertMalformed(RSA.withRsaKey(modulus.setBit(0), F4), "2048, 3072 or 4096");
    }

    @Test
    void T_14_a_negative_modulus_is_refused() {
        assertMalformed(RSA.withRsaKey(MODULUS.negate(), F4), "2048, 3072 or 4096");
    }

    @Test
    void T_14_an_even_modulus_is_refused() {
        assertMalformed(RSA.withRsaKey(MODULUS.clearBit(0), F4), "even");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 65536, 65539})
    void T_14_an_exponent_other_than_65537_is_refused(int exponent) {
        assertMalformed(RSA.withRsaExponent(2048, exponent), "exponent is not 65537");
    }

    @Test
    void T_14_a_missing_rsa_parameter_is_mended_in_the_encoding() {
        SubjectPublicKeyInfo good = SubjectPublicKeyInfo.getInstance(
                CertificationRequests.rsaKeyPair(2048).getPublic().getEncoded());
        SubjectPublicKeyInfo without = info(
                good.getAlgorithm().getAlgorithm().getId(),
                good.getPublicKeyData().getBytes());
        assertThat(RSA.withPublicKey(without).decoded().publicKey())
                .isEqualTo(RSA.decoded().publicKey());
    }

    @Test
    void T_14_a_point_off_its_curve_is_refused() {
        assertMalformed(EC.withPointOffCurve(), "not a point on its curve");
    }

    @Test
    void T_14_the_point_at_infinity_is_refused() {
        assertMalformed(EC.withPublicKey(onP256(new byte[1])), "not an uncompressed point");
        assertMalformed(EC.withPublicKey(onP256(uncompressed(new byte[64]))), "not a point on its curve");
    }

    @Test
    void T_14_a_compressed_point_is_refused() {
        byte[] point = Arrays.copyOf(point(), 33);
        point[0] = (byte) (2 + (point()[64] & 1));
        assertMalformed(EC.withPublicKey(onP256(point)), "not an uncompressed point");
    }

    @Test
    void T_14_a_coordinate_that_is_not_reduced_is_refused() {
        BigInteger prime = new BigInteger("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF", 16);
        byte[] coordinates = new byte[64];
        System.arraycopy(prime.toByteArray(), 1, coordinates, 0, 32);
        assertMalformed(EC.withPublicKey(onP256(uncompressed(coordinates))), "not a point on its curve");
    }

    @Test
    void T_14_explicit_curve_parameters_are_refused() {
        byte[] info = HexFormat.of().parseHex("3015300E06072A8648CE3D02013003020101" + "0303000404");
        assertThatThrownBy(() -> SubjectPublicKey.decode(info))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("explicit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3.132.0.10", "1.2.840.10045.3.1.1", "1.3.36.3.3.2.8.1.1.7"})
    void T_14_other_curves_are_refused(String curve) {
        AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.2.1"), new ASN1ObjectIdentifier(curve));
        assertMalformed(EC.withPublicKey(new SubjectPublicKeyInfo(algorithm, point())), "P-256, P-384 or P-521");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.3.101.110", "1.3.101.111", "1.2.840.113549.1.3.1", "1.3.132.1.12", "2.16.840.1.101.3.4.4.2"})
    void EST_ENR_07_a_key_that_cannot_sign_is_sent_elsewhere(String oid) {
        assertMalformed(EC.withPublicKey(info(oid, new byte[32])), "/serverkeygen");
    }

    @Test
    void EST_ENR_07_a_real_X25519_key_is_sent_elsewhere() {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(
                CertificationRequests.generate("X25519").getPublic().getEncoded());
        assertMalformed(EC.withPublicKey(info), "/fullcmc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.10040.4.1", "1.2.3.4", "1.2.840.113549.1.1.10"})
    void T_14_dsa_and_unknown_kinds_are_refused(String oid) {
        assertMalformed(EC.withPublicKey(info(oid, new byte[32])), "not supported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "EDFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F",
                "00"
            })
    void T_14_ed25519_points_of_small_order_or_none_are_refused(String point) {
        assertMalformed(EC.withPublicKey(info("1.3.101.112", HexFormat.of().parseHex(point))), "not a valid Ed25519");
    }

    @Test
    void a_key_is_equal_to_its_second_reading_and_digests_its_encoding() throws Exception {
        byte[] encoded = EC.keyPair().getPublic().getEncoded();
        SubjectPublicKey key = SubjectPublicKey.decode(encoded);
        assertThat(key)
                .isEqualTo(EC.decoded().publicKey())
                .hasSameHashCodeAs(EC.decoded().publicKey());
        assertThat(key.sha256()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(encoded));
    }

    private static byte[] point() {
        return SubjectPublicKeyInfo.getInstance(EC.keyPair().getPublic().getEncoded())
                .getPublicKeyData()
                .getBytes()
                .clone();
    }

    private static byte[] uncompressed(byte[] coordinates) {
        byte[] point = new byte[65];
        point[0] = 4;
        System.arraycopy(coordinates, 0, point, 1, 64);
        return point;
    }

    private static SubjectPublicKeyInfo onP256(byte[] point) {
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(
                        new ASN1ObjectIdentifier("1.2.840.10045.2.1"), new ASN1ObjectIdentifier("1.2.840.10045.3.1.7")),
                point);
    }

    private static SubjectPublicKeyInfo info(String oid, byte[] key) {
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid)), key);
    }

    private static void assertMalformed(CertificationRequests request, String text) {
        assertThatThrownBy(request::decoded)
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(text)
                .hasNoCause();
    }
}
