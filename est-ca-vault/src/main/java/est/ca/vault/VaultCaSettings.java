package est.ca.vault;

import est.pki.CertificateContent.KeyUsage;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the authorities of type {@code vault}: {@code est.ca.<name>.vault.*}. Authorities of other types have none of
 * them and are not looked at.
 */
@ConfigMapping(prefix = "est.ca")
public interface VaultCaSettings {

    /** The configured authorities by name, {@code [a-z0-9]+}. */
    @WithParentName
    Map<String, Authority> authorities();

    /** One authority of any type. */
    interface Authority {
        /** Settings of an authority behind Vault or OpenBao; absent if it is of another type. */
        Optional<Vault> vault();
    }

    /** Who decides what stands in a certificate. */
    enum Mode {
        /** The request itself; grants that differ from it are refused before anything is sent. */
        VERBATIM,
        /** The role, with the granted names and validity. */
        ROLE,
        /** A CEL program of the role, which copies the grant that is sent (OpenBao). */
        CEL
    }

    /** How the end of validity is told. */
    enum ValidityParameter {
        /** As a date. */
        NOT_AFTER,
        /** As seconds from now, for roles that forbid a date. */
        TTL
    }

    /** How the server logs in. */
    enum Method {
        TOKEN_FILE,
        APPROLE,
        KUBERNETES,
        JWT,
        CERT
    }

    /** Where a Vault is and how it is asked. */
    interface Vault {
        /** {@code https://host:port} of every node or of a load balancer; tried in turn. {@code http} to loopback only. */
        List<URI> addresses();

        /** Namespace of mount and login. */
        Optional<String> namespace();

        /** Path of the PKI engine. */
        @WithDefault("pki")
        String mount();

        /** Who decides what stands in a certificate. */
        @WithDefault("verbatim")
        Mode mode();

        /** The role that signs. */
        String role();

        /**
         * Id or name of the issuer that signs; unset, the role chooses. Its certificate is the first of {@code /cacerts},
         * or that of the mount's default issuer.
         */
        Optional<String> issuerRef();

        /** How the end of validity is told. */
        @WithDefault("not_after")
        ValidityParameter validityParameter();

        /** In mode {@code role}, the subject attributes the role adds, for example {@code O=Example,C=DE}. */
        Optional<String> roleSubject();

        /** In mode {@code role}, the key usages of the role; grants of others are refused before anything is sent. */
        Optional<Set<KeyUsage>> roleKeyUsages();

        /** Login. */
        Auth auth();

        /** {@code quarkus.tls.<name>}: whom to trust, and the client certificate. Unset: the JVM's trust, none. */
        Optional<String> tlsConfigurationName();

        /** How long one exchange may take, connection and further addresses included. */
        @WithDefault("5s")
        Duration timeout();

        /** How long a connection may take. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** Connections at once, or with {@code http2} a fraction of them; four times as many exchanges may wait. */
        @WithDefault("50")
        int poolSize();

        /** HTTP/2 where the other side offers it. */
        @WithDefault("false")
        boolean http2();

        /** PEM file with CA certificates the mount does not know, such as its root. */
        Optional<Path> extraTrustAnchors();

        /** Whether the token may revoke. */
        @WithDefault("false")
        boolean revocation();

        /** Whether the token may list certificates and the role stores them: unknown outcomes can be looked up then. */
        @WithDefault("false")
        boolean lookup();
    }

    /** Login: {@code est.ca.<name>.vault.auth.*}. */
    interface Auth {
        /** How. */
        Method method();

        /** Path of the auth method; by default the method's own name. */
        Optional<String> mount();

        /** Role to log in as; for {@code cert} optional. */
        Optional<String> role();

        /** For {@code token-file}: file with the token, written by an agent. Read again every ten seconds. */
        Optional<Path> tokenFile();

        /** For {@code approle}: the role id. */
        Optional<String> roleId();

        /** For {@code approle}: file with the secret id, read at each login. */
        Optional<Path> secretIdFile();

        /** For {@code kubernetes} and {@code jwt}: file with the token of the pod or workload, read at each login. */
        @WithDefault("/var/run/secrets/kubernetes.io/serviceaccount/token")
        Path jwtFile();
    }
}
