package est.ca.local;

import est.pki.SecretText;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the authorities of type {@code local}: {@code est.ca.<name>.local.*}. Authorities of other types have none of
 * them and are not looked at. The type itself belongs to the registration authority's own mapping of {@code est.ca}.
 */
@ConfigMapping(prefix = "est.ca")
public interface LocalCaSettings {

    /** The configured authorities by name, {@code [a-z0-9]+}. */
    @WithParentName
    Map<String, Authority> authorities();

    /** One authority of any type. */
    interface Authority {
        /** Settings of a local authority; absent if it is of another type. */
        Optional<Local> local();
    }

    /** Where a local authority finds its key, and what it writes into certificates beside the grant. */
    interface Local {
        /**
         * PEM file with the certificate of the issuing CA first, then every CA above it, the root last; or a PKCS#12 file
         * with one private key and its chain. A chain may end below its root; clients then need the root from elsewhere.
         */
        Path certificate();

        /**
         * PEM file with the private key, PKCS#8, encrypted or not; unset if {@code certificate} is a PKCS#12 file. Nobody
         * but owner and group may read it, nobody but the owner may write it. EC P-256 or P-384, RSA 2048, 3072 or 4096.
         */
        Optional<Path> key();

        /** Password of an encrypted key or of the PKCS#12 file. Prefer {@code password-file}. */
        Optional<SecretText> password();

        /** File whose first line is that password; guarded like {@code key}. Excludes {@code password}. */
        Optional<Path> passwordFile();

        /** Where the certificate of the issuing CA can be fetched, written as caIssuers (RFC 5280 §4.2.2.1). */
        Optional<List<URI>> aiaCaIssuers();

        /** Where OCSP responders answer for this CA, written as ocsp (RFC 5280 §4.2.2.1). */
        Optional<List<URI>> aiaOcsp();

        /** Where the revocation list of this CA can be fetched (RFC 5280 §4.2.1.13); one distribution point, all URIs alike. */
        Optional<List<URI>> crlDistributionPoints();

        /**
         * PEM file with further CA certificates for {@code /cacerts}: OldWithOld, OldWithNew and NewWithOld after a root key
         * change (RFC 4210 §4.4), and issuing CAs that are phased out.
         */
        Optional<Path> rollover();
    }
}
