package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Provider;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SignatureAlgorithmTest {

    private static final Provider CONSCRYPT = Conscrypt.newProvider();
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final ASN1ObjectIdentifier SHA256 = NISTObjectIdentifiers.id_sha256;
    private static final ASN1ObjectIdentifier SHA384 = NISTObjectIdentifiers.id_sha384;

    @ParameterizedTest
    @EnumSource
    void every_algorithm_is_found_by_its_identifier(SignatureAlgorithm algorithm) {
        String name = algorithm.jcaName().replace("/PSS", "andMGF1");
        assertThat(SignatureAlgorithm.of(new DefaultSignatureAlgorithmIdentifierFinder().find(name)))
                .isEqualTo(algorithm);
    }

    @ParameterizedTest
    @EnumSource
    void Bouncy_Castle_knows_every_name(SignatureAlgorithm algorithm) {
        assertThat(BOUNCY_CASTLE.getService("Signature", algorithm.jcaName())).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"ED448"})
    void Conscrypt_knows_every_name_but_Ed448(SignatureAlgorithm algorithm) {
        assertThat(CONSCRYPT.getService("Signature", algorithm.jcaName())).isNotNull();
    }

    @Test
    void EST_ENR_05_md5_and_sha1_are_weak_and_nothing_else() {
        assertThat(EnumSet.allOf(SignatureAlgorithm.class).stream().filter(SignatureAlgorithm::isWeak))
                .containsExactly(
                        SignatureAlgorithm.RSA_MD5, SignatureAlgorithm.RSA_SHA1, SignatureAlgorithm.ECDSA_SHA1);
    }

    @Test
    void T_15_an_algorithm_fits_keys_of_its_own_kind_alone() {
        SubjectPublicKey rsa = CertificationRequests.rsa("CN=d", 2048).decoded().publicKey();
        SubjectPublicKey ec = CertificationRequests.ec("CN=d").decoded().publicKey();
        SubjectPublicKey ed25519 =
                CertificationRequests.edwards("CN=d", "Ed25519").decoded().publicKey();
        SubjectPublicKey ed448 =
                CertificationRequests.edwards("CN=d", "Ed448").decoded().publicKey();
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            String name = algorithm.name();
            assertThat(algorithm.fits(rsa)).as(name).isEqualTo(name.startsWith("RSA"));
            assertThat(algorithm.fits(ec)).as(name).isEqualTo(name.startsWith("ECDSA"));
            assertThat(algorithm.fits(ed25519)).as(name).isEqualTo(name.equals("ED25519"));
            assertThat(algorithm.fits(ed448)).as(name).isEqualTo(name.equals("ED448"));
        }
    }

    @Test
    void T_15_parameters_are_read_strictly() {
        assertThat(of(PKCSObjectIdentifiers.sha256WithRSAEncryption, null)).isEqualTo(SignatureAlgorithm.RSA_SHA256);
        assertMalformed(PKCSObjectIdentifiers.sha256WithRSAEncryption, new ASN1Integer(1));
        assertMalformed(X9ObjectIdentifiers.ecdsa_with_SHA256, DERNull.INSTANCE);
        assertMalformed(new ASN1ObjectIdentifier("1.3.101.112"), DERNull.INSTANCE);
    }

    @Test
    void T_15_an_unknown_algorithm_is_refused() {
        assertMalformed(new ASN1ObjectIdentifier("1.2.3.4"), null);
        assertMalformed(PKCSObjectIdentifiers.sha224WithRSAEncryption, DERNull.INSTANCE);
    }

    @Test
    void T_15_pss_parameters_carry_one_hash_and_its_length_as_salt() {
        SignatureAlgorithm algorithm = of(PKCSObjectIdentifiers.id_RSASSA_PSS, pss(SHA384, SHA384, 48, 1));
        assertThat(algorithm).isEqualTo(SignatureAlgorithm.RSA_PSS_SHA384);
        assertThat(algorithm.parameters()).hasValueSatisfying(parameters -> {
            PSSParameterSpec pss = (PSSParameterSpec) parameters;
            assertThat(pss.getDigestAlgorithm()).isEqualTo("SHA-384");
            assertThat(pss.getSaltLength()).isEqualTo(48);
        });
    }

    @Test
    void T_15_other_pss_parameters_are_refused() {
        List<ASN1Encodable> refused = Arrays.asList(
                null,
                new RSASSAPSSparams(),
                new ASN1Integer(1),
                pss(SHA256, SHA384, 32, 1),
                pss(SHA384, SHA256, 48, 1),
                pss(SHA256, SHA256, 20, 1),
                pss(SHA256, SHA256, 0, 1),
                pss(SHA256, SHA256, 32, 2),
                pss(NISTObjectIdentifiers.id_sha224, NISTObjectIdentifiers.id_sha224, 28, 1));
        refused.forEach(parameters -> assertMalformed(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters));
    }

    @Test
    void only_pss_needs_parameters_set() {
        Set<SignatureAlgorithm> pss = EnumSet.of(
                SignatureAlgorithm.RSA_PSS_SHA256,
                SignatureAlgorithm.RSA_PSS_SHA384,
                SignatureAlgorithm.RSA_PSS_SHA512);
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            assertThat(algorithm.parameters().isPresent()).isEqualTo(pss.contains(algorithm));
        }
    }

    private static RSASSAPSSparams pss(
            ASN1ObjectIdentifier hash, ASN1ObjectIdentifier maskHash, int salt, int trailer) {
        return new RSASSAPSSparams(
                new AlgorithmIdentifier(hash, DERNull.INSTANCE),
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, new AlgorithmIdentifier(maskHash)),
                new ASN1Integer(salt),
                new ASN1Integer(trailer));
    }

    private static SignatureAlgorithm of(ASN1ObjectIdentifier oid, ASN1Encodable parameters) {
        return SignatureAlgorithm.of(new AlgorithmIdentifier(oid, parameters));
    }

    private static void assertMalformed(ASN1ObjectIdentifier oid, ASN1Encodable parameters) {
        assertThatThrownBy(() -> of(oid, parameters))
                .isInstanceOf(MalformedMessageException.class)
                .hasNoCause();
    }
}
