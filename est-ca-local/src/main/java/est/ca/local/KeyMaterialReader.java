package est.ca.local;

import est.ca.local.LocalCaSettings.Local;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Reads a key and its certificates in either of the two forms an operator may give. */
final class KeyMaterialReader {

    private static final int DER_SEQUENCE = 0x30;

    private KeyMaterialReader() {}

    /**
     * The key and chain that the settings name.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE}; the message names the property
     */
    static KeyMaterial read(String authority, Local settings) {
        Property certificate = Property.of(authority, "certificate");
        Property key = Property.of(authority, "key");
        try (Password password = Password.of(authority, settings)) {
            return settings.key()
                    .map(path -> new KeyMaterial(
                            PemFile.privateKey(path, key, password),
                            PemFile.certificates(settings.certificate(), certificate)))
                    .orElseGet(() -> fromPkcs12(settings.certificate(), certificate, key, password));
        }
    }

    private static KeyMaterial fromPkcs12(Path path, Property certificate, Property key, Password password) {
        if (MaterialFile.read(path, certificate)[0] != DER_SEQUENCE) {
            throw key.defective("is not set, and " + path + " of " + certificate + " is not a PKCS#12 file");
        }
        byte[] content = MaterialFile.readSecret(path, certificate);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password.characters());
            return onlyEntry(store, path, certificate, password);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw password.property().defective("does not open " + path + " of " + certificate, e);
            }
            throw certificate.defective(path + " is not a readable PKCS#12 file", e);
        } catch (GeneralSecurityException e) {
            throw certificate.defective(path + " is not a readable PKCS#12 file", e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static KeyMaterial onlyEntry(KeyStore store, Path path, Property certificate, Password password)
            throws GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw certificate.defective(path + " must hold exactly one private key, not " + keys.size());
        }
        Certificate[] chain = store.getCertificateChain(keys.get(0));
        if (chain == null || !(store.getKey(keys.get(0), password.characters()) instanceof PrivateKey privateKey)) {
            throw certificate.defective(path + " holds no certificate for its private key");
        }
        return new KeyMaterial(
                privateKey,
                Arrays.stream(chain).map(X509Certificate.class::cast).toList());
    }
}
