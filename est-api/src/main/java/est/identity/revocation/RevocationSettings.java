package est.identity.revocation;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the revocation of certificates below one set of trust anchors is looked up: {@code est.revocation.<anchors>.…}. */
public interface RevocationSettings {

    /** Files with one CRL each, DER or PEM; directories of such files. */
    Optional<List<Path>> crlFiles();

    /** Addresses of CRLs, http or https. */
    Optional<List<URI>> crlUrls();

    /** How often the addresses are asked. */
    @WithDefault("10m")
    Duration crlRefresh();

    /** The address of an OCSP responder, http or https. */
    Optional<URI> ocsp();

    /** How long an answer of the responder counts at most. */
    @WithDefault("5m")
    Duration ocspCache();

    /** Patience with one download or one question. */
    @WithDefault("5s")
    Duration timeout();

    /** What becomes of a certificate of which nobody can tell: refuse (503) or accept. */
    @WithDefault("refuse")
    UnknownStatus unknownStatus();

    /** What becomes of a certificate of which nobody can tell whether it is revoked. */
    enum UnknownStatus {
        /** The request gets 503 and may come again. */
        REFUSE,
        /** It counts as good. */
        ACCEPT
    }
}
