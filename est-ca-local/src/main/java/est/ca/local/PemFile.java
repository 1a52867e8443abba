package est.ca.local;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Reads certificates and PKCS#8 keys from PEM files (RFC 7468). */
final class PemFile {

    private static final int MAX_OBJECTS = 64;
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private PemFile() {}

    /**
     * The certificates of a file, in its order; other objects are skipped.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE} if there is none or one is broken
     */
    static List<X509Certificate> certificates(Path path, Property property) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Object object : objects(MaterialFile.read(path, property), path, property)) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
                }
            }
        } catch (CertificateException | IOException e) {
            throw property.defective(path + " holds a broken certificate", e);
        }
        if (certificates.isEmpty()) {
            throw property.defective(path + " holds no PEM certificate");
        }
        return certificates;
    }

    /**
     * The one private key of a guarded file.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE} if the file is open to others, holds no PKCS#8 key, or the
     *     password does not open it
     */
    static PrivateKey privateKey(Path path, Property property, Password password) {
        byte[] content = MaterialFile.readSecret(path, property);
        try {
            List<Object> keys = objects(content, path, property).stream()
                    .filter(object ->
                            object instanceof PrivateKeyInfo || object instanceof PKCS8EncryptedPrivateKeyInfo)
                    .toList();
            if (keys.size() != 1) {
                throw property.defective(path + " must hold exactly one PKCS#8 private key, not " + keys.size()
                        + "; openssl pkcs8 -topk8 converts other forms");
            }
            return keys.get(0) instanceof PKCS8EncryptedPrivateKeyInfo encrypted
                    ? toKey(decrypt(encrypted, property, password), property)
                    : toKey((PrivateKeyInfo) keys.get(0), property);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static List<Object> objects(byte[] content, Path path, Property property) {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser =
                new PEMParser(new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.US_ASCII))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (objects.size() == MAX_OBJECTS) {
                    throw property.defective(path + " holds more than " + MAX_OBJECTS + " PEM objects");
                }
                objects.add(next);
            }
            return objects;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw property.defective(path + " is not readable PEM", withoutContent(e));
        }
    }

    // A parser's message may quote the line it stumbled over, which in a key file is key material.
    private static IOException withoutContent(Exception failure) {
        IOException bare = new IOException(failure.getClass().getName());
        bare.setStackTrace(failure.getStackTrace());
        return bare;
    }

    private static PrivateKeyInfo decrypt(
            PKCS8EncryptedPrivateKeyInfo encrypted, Property property, Password password) {
        if (password.isEmpty()) {
            throw property.defective("the key is encrypted and " + password.property() + " is not set");
        }
        try {
            return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(BOUNCY_CASTLE)
                    .build(password.characters()));
        } catch (OperatorCreationException | PKCSException | RuntimeException e) {
            throw password.property().defective("does not open the key of " + property, withoutContent(e));
        }
    }

    private static PrivateKey toKey(PrivateKeyInfo key, Property property) {
        try {
            String algorithm = key.getPrivateKeyAlgorithm().getAlgorithm().getId();
            return KeyFactory.getInstance(algorithm, BOUNCY_CASTLE)
                    .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw property.defective("the private key is broken or of an unknown kind", withoutContent(e));
        }
    }
}
