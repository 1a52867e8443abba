package est.ca.vault;

import est.ca.CaException;
import est.ca.IssuanceRequest;
import est.pki.CertificateContent.KeyUsage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Set;

/** How a grant is said, so that the certificate becomes what was granted. Thread-safe. */
interface SigningMode {

    /** The operation of the PKI engine, below the mount. */
    String operation();

    /**
     * The grant in the words of this operation, but for the request itself and the validity.
     *
     * @throws CaException if this mode cannot express it: {@code REFUSED}, or {@code DEFECTIVE} if no request of this
     *     profile could be expressed. Nothing was sent then
     */
    JsonObject content(IssuanceRequest request);

    /** Go's names of key usages. */
    static JsonArray keyUsages(Set<KeyUsage> usages) {
        return texts(usages.stream()
                .sorted()
                .map(usage -> switch (usage) {
                    case DIGITAL_SIGNATURE -> "DigitalSignature";
                    case NON_REPUDIATION -> "ContentCommitment";
                    case KEY_ENCIPHERMENT -> "KeyEncipherment";
                    case DATA_ENCIPHERMENT -> "DataEncipherment";
                    case KEY_AGREEMENT -> "KeyAgreement";
                })
                .toList());
    }

    /** An array of texts. */
    static JsonArray texts(Collection<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    /** This request cannot be expressed. */
    static CaException refused(String detail) {
        return CaException.refused("the certification authority cannot issue this: " + detail, null);
    }
}
