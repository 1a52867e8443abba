package est.ca.local;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key for a rehearsal: of the kind of the real one, in memory, with a certificate that nobody has as an anchor. */
final class MadeUpKey {

    private static final X500Name NAME = new X500Name("CN=Rehearsal CA");

    private MadeUpKey() {}

    /**
     * Makes it.
     *
     * @param issuing the real one's certificate; the made-up one is valid as long
     * @param scheme the real one's; of an elliptic curve
     */
    static KeyMaterial like(X509Certificate issuing, SignatureScheme scheme, Provider provider) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(scheme.keyAlgorithm(), provider);
            generator.initialize(new ECGenParameterSpec(scheme == SignatureScheme.P384 ? "secp384r1" : "secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new KeyMaterial(keys.getPrivate(), List.of(certificate(keys, issuing, scheme, provider)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a key of the kind of the CA's cannot be made", e);
        }
    }

    private static X509Certificate certificate(
            KeyPair keys, X509Certificate issuing, SignatureScheme scheme, Provider provider)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        var builder = new JcaX509v3CertificateBuilder(
                NAME, BigInteger.ONE, issuing.getNotBefore(), issuing.getNotAfter(), NAME, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(scheme.jcaName())
                        .setProvider(provider)
                        .build(keys.getPrivate())));
    }
}
