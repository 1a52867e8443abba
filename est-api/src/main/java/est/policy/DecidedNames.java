package est.policy;

import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Names that somebody else than the client wishes to see certified; not judged yet.
 *
 * @param subject the distinguished name, possibly empty
 * @param alternativeNames the alternative names, possibly none
 */
public record DecidedNames(X500Name subject, List<GeneralName> alternativeNames) {

    /** Copies the list. */
    public DecidedNames {
        alternativeNames = List.copyOf(alternativeNames);
    }
}
