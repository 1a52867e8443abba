package est.benchmark;

import est.protocol.CertificationRequest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The four P-256 operations that no enrollment over a fresh connection can do without, and the fewest octets around them: every
 * certificate is the same one for another key, with the same name, serial number and dates. Nobody's name is judged. Thread-safe.
 */
final class BareIssuance {

    private static final String ALGORITHM = "SHA256withECDSA";
    private static final byte SEQUENCE = 0x30;
    private static final byte BIT_STRING = 0x03;

    private final Provider provider;
    private final PublicKey manufacturer;
    private final KeyPair own;
    private final byte[] content;
    private final byte[] algorithm;
    private final int keyAt;
    private final int keyLength;

    /**
     * An authority with a key of its own.
     *
     * @param provider signs and verifies
     * @param manufacturer whose devices may enroll
     */
    BareIssuance(Provider provider, X509Certificate manufacturer) throws GeneralSecurityException, IOException {
        this.provider = provider;
        this.manufacturer = manufacturer.getPublicKey();
        this.own = Manufacturer.newKeys(provider);
        KeyPair any = Manufacturer.newKeys(provider);
        TBSCertificate pattern = pattern(any.getPublic());
        byte[] key = any.getPublic().getEncoded();
        this.content = pattern.getEncoded(ASN1Encoding.DER);
        this.algorithm = pattern.getSignature().getEncoded(ASN1Encoding.DER);
        this.keyAt = indexOf(key, content);
        this.keyLength = key.length;
    }

    private TBSCertificate pattern(PublicKey key) throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=Floor"),
                BigInteger.ONE.shiftLeft(126),
                Date.from(now),
                Date.from(now.plus(Duration.ofDays(90))),
                new X500Name("CN=bench-0"),
                key);
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(own.getPublic()));
        try {
            ContentSigner signer =
                    new JcaContentSignerBuilder(ALGORITHM).setProvider(provider).build(own.getPrivate());
            return builder.build(signer).toASN1Structure().getTBSCertificate();
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static int indexOf(byte[] part, byte[] whole) {
        int at = 0;
        while (!Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
            at++;
        }
        return at;
    }

    /**
     * Verifies the request and, by its issuer's key alone, the client's certificate.
     *
     * @throws GeneralSecurityException if one of them does not verify
     */
    void requireProof(CertificationRequest request, X509Certificate client) throws GeneralSecurityException {
        client.verify(manufacturer, provider);
        requireSignature(request.publicKey().asPublicKey(), request.signedPart(), request.signature());
    }

    /**
     * Signs a certificate for the key of the request and verifies what was signed.
     *
     * @return in DER
     */
    byte[] issue(CertificationRequest request) throws GeneralSecurityException {
        byte[] key = request.publicKey().encoded();
        if (key.length != keyLength) {
            throw new GeneralSecurityException("not a P-256 key");
        }
        byte[] signed = content.clone();
        System.arraycopy(key, 0, signed, keyAt, keyLength);
        byte[] signature = sign(own.getPrivate(), signed);
        requireSignature(own.getPublic(), signed, signature);
        return certificate(signed, signature);
    }

    private byte[] sign(PrivateKey key, byte[] octets) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM, provider);
        signature.initSign(key);
        signature.update(octets);
        return signature.sign();
    }

    private void requireSignature(PublicKey key, byte[] octets, byte[] claimed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM, provider);
        signature.initVerify(key);
        signature.update(octets);
        if (!signature.verify(claimed)) {
            throw new GeneralSecurityException("the signature does not verify");
        }
    }

    /** RFC 5280 §4.1. The content of a P-256 certificate takes two octets to tell its length, its signature one. */
    private byte[] certificate(byte[] signed, byte[] signature) {
        int length = signed.length + algorithm.length + 3 + signature.length;
        return ByteBuffer.allocate(4 + length)
                .put(SEQUENCE)
                .put((byte) 0x82)
                .putShort((short) length)
                .put(signed)
                .put(algorithm)
                .put(BIT_STRING)
                .put((byte) (1 + signature.length))
                .put((byte) 0)
                .put(signature)
                .array();
    }
}
