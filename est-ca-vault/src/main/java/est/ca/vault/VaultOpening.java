package est.ca.vault;

import est.ca.IssuedCertificates;
import est.ca.Revocation;
import est.ca.vault.VaultCaSettings.Vault;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;

/** One opening: whatever is wrong with the settings is found here, and named. */
final class VaultOpening {

    private static final String PATH = "[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*";

    private final String name;
    private final Vault vault;
    private final VaultCertificationAuthorityProvider.Surroundings surroundings;
    private final Function<String, Optional<SSLOptions>> tls;

    VaultOpening(
            String name,
            Vault vault,
            VaultCertificationAuthorityProvider.Surroundings surroundings,
            Function<String, Optional<SSLOptions>> tls) {
        this.name = name;
        this.vault = vault;
        this.surroundings = surroundings;
        this.tls = tls;
    }

    /**
     * Opens.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE} naming the setting that is wrong
     */
    VaultCertificationAuthority open() {
        requirePath("mount", vault.mount());
        requirePath("role", vault.role());
        vault.issuerRef().ifPresent(issuer -> requirePath("issuer-ref", issuer));
        vault.namespace().ifPresent(namespace -> requirePath("namespace", namespace));
        vault.auth().mount().ifPresent(mount -> requirePath("auth.mount", mount));
        if (vault.poolSize() < 1) {
            throw property("pool-size").defective("must be at least 1");
        }
        Addresses addresses = Addresses.of(vault.addresses(), property("addresses"));
        SigningMode mode = mode();
        List<X509Certificate> extra =
                vault.extraTrustAnchors().map(this::anchors).orElse(List.of());
        HttpClientOptions options = tlsOptions();
        VaultMeters meters = new VaultMeters(surroundings.meters(), name);
        VaultClient client = new VaultClient(surroundings.vertx(), options, vault, addresses, meters);
        try {
            Login login = Logins.of(name, vault.auth(), client);
            TokenSource tokens = new TokenSource(name, login, client, meters, surroundings.random());
            return new VaultCertificationAuthority(
                    name, abilities(mode, extra, client, tokens), client, tokens, meters);
        } catch (RuntimeException incomplete) {
            client.close();
            meters.close();
            throw incomplete;
        }
    }

    private VaultCertificationAuthority.Abilities abilities(
            SigningMode mode, List<X509Certificate> extra, VaultClient client, TokenSource tokens) {
        String mount = vault.mount();
        IssuerCertificates issuers = new IssuerCertificates(client, mount, vault.issuerRef(), extra);
        return new VaultCertificationAuthority.Abilities(
                new Issuing(name, mode, vault, tokens, surroundings.clock()),
                issuers,
                new VaultRevocationLists(client, issuers, mount),
                vault.revocation() ? Optional.<Revocation>of(new VaultRevocation(tokens, mount)) : Optional.empty(),
                vault.lookup()
                        ? Optional.<IssuedCertificates>of(new VaultIssuedCertificates(tokens, mount))
                        : Optional.empty(),
                URI.create(client.addresses().at(0) + "/v1/" + mount + "/ocsp"));
    }

    private SigningMode mode() {
        return switch (vault.mode()) {
            case VERBATIM -> new VerbatimMode();
            case ROLE -> new RoleMode(vault.roleSubject().map(this::subject), vault.roleKeyUsages());
            case CEL -> new CelMode();
        };
    }

    private SubjectName subject(String text) {
        try {
            return SubjectName.of(new X500Principal(text));
        } catch (IllegalArgumentException malformed) {
            throw property("role-subject").defective("is no distinguished name", malformed);
        }
    }

    private HttpClientOptions tlsOptions() {
        HttpClientOptions options = new HttpClientOptions();
        vault.tlsConfigurationName()
                .map(configuration -> tls.apply(configuration).orElseThrow(() -> property("tls-configuration-name")
                        .defective("there is no quarkus.tls." + configuration)))
                .ifPresent(material -> {
                    options.setKeyCertOptions(material.getKeyCertOptions());
                    options.setTrustOptions(material.getTrustOptions());
                    material.getEnabledCipherSuites().forEach(options::addEnabledCipherSuite);
                    material.getCrlValues().forEach(options::addCrlValue);
                });
        return options;
    }

    private List<X509Certificate> anchors(Path file) {
        Property property = property("extra-trust-anchors");
        try {
            List<X509Certificate> anchors = Pem.certificates(Files.readAllBytes(file));
            if (anchors.isEmpty() || anchors.stream().anyMatch(anchor -> anchor.getBasicConstraints() < 0)) {
                throw property.defective(file + " must hold CA certificates and nothing else");
            }
            return anchors;
        } catch (IOException | CertificateException e) {
            throw property.defective(file + " cannot be read", e);
        }
    }

    private void requirePath(String key, String value) {
        if (!value.matches(PATH)) {
            throw property(key).defective("consists of letters, digits, . _ - and / between them");
        }
    }

    private Property property(String key) {
        return Property.of(name, key);
    }
}
