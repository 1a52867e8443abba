package est.ca.local;

import est.ca.CaCertificates;
import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.CertificationAuthorityProvider;
import est.ca.local.LocalCaSettings.Authority;
import est.ca.local.LocalCaSettings.Local;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jboss.logging.Logger;

/**
 * Opens authorities of type {@code local}. Whatever could keep one from signing is found here, before the first request.
 * Thread-safe.
 */
@ApplicationScoped
public class LocalCertificationAuthorityProvider implements CertificationAuthorityProvider {

    private static final Logger LOG = Logger.getLogger(LocalCertificationAuthorityProvider.class);

    private final LocalCaSettings settings;
    private final Provider signatures;
    private final Clock clock;

    /**
     * A provider.
     *
     * @param settings of all authorities
     * @param signatures makes every signature; always named explicitly, never found by the JVM's provider order
     * @param clock tells whether an authority is valid
     */
    @Inject
    public LocalCertificationAuthorityProvider(LocalCaSettings settings, Provider signatures, Clock clock) {
        this.settings = settings;
        this.signatures = signatures;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "local";
    }

    @Override
    public CertificationAuthority open(String name) {
        Local local = Optional.ofNullable(settings.authorities().get(name))
                .flatMap(Authority::local)
                .orElseThrow(() -> Property.of(name, "certificate").defective("is not set"));
        KeyMaterial material = KeyMaterialReader.read(name, local);
        Instant now = clock.instant();
        Property property = Property.of(name, "certificate");
        ChainRules rules = new ChainRules(property, now);
        rules.check(material.chain());
        SigningKey key = signingKey(name, local, material);
        CertificationAuthority authority = new LocalCertificationAuthority(
                key,
                writer(name, local, material.chain(), key.scheme()),
                new CaCertificates(material.chain(), rollover(name, local, now)),
                workers(name, key.scheme()),
                clock);
        LOG.infof(
                "CA %s: %s, key %s, valid to %s",
                name,
                material.chain().get(0).getSubjectX500Principal(),
                key,
                material.chain().get(0).getNotAfter().toInstant());
        return authority;
    }

    private SigningKey signingKey(String name, Local local, KeyMaterial material) {
        Property certificate = Property.of(name, "certificate");
        Property property = local.key().isPresent() ? Property.of(name, "key") : certificate;
        X509Certificate issuing = material.chain().get(0);
        SignatureScheme scheme = SignatureScheme.of(issuing.getPublicKey())
                .orElseThrow(() -> certificate.defective(
                        "the key of the CA must be EC P-256 or P-384, or RSA with 2048, 3072 or 4096 bits"));
        try {
            SigningKey key = SigningKey.of(material.key(), scheme, signatures);
            if (!key.fits(issuing.getPublicKey())) {
                throw property.defective("the private key does not belong to the first certificate of " + certificate);
            }
            return key;
        } catch (GeneralSecurityException | RuntimeException e) {
            if (e instanceof CaException complaint) {
                throw complaint;
            }
            throw property.defective("the private key does not belong to the first certificate of " + certificate, e);
        }
    }

    private static CertificateWriter writer(
            String name, Local local, List<X509Certificate> chain, SignatureScheme scheme) {
        Property property = Property.of(name, "certificate");
        X509Certificate issuing = chain.get(0);
        try {
            SubjectKeyIdentifier identifier = SubjectKeyIdentifier.getInstance(
                    ASN1OctetString.getInstance(issuing.getExtensionValue(Extension.subjectKeyIdentifier.getId()))
                            .getOctets());
            return new CertificateWriter(
                    // EST-ISS-02: the octets of the certificate itself, not of a name that was taken apart.
                    Certificate.getInstance(issuing.getEncoded()).getSubject(),
                    scheme,
                    ExtensionWriter.of(identifier.getKeyIdentifier(), name, local),
                    new NameConstraintRule(chain),
                    new ValidityRule(issuing));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw property.defective("a certificate holds a malformed extension", e);
        }
    }

    private static List<X509Certificate> rollover(String name, Local local, Instant now) {
        Property property = Property.of(name, "rollover");
        List<X509Certificate> certificates = local.rollover()
                .map(path -> PemFile.certificates(path, property))
                .orElse(List.of());
        // Only that they are CA certificates: an old root may expire while it is still handed out.
        certificates.forEach(new ChainRules(property, now)::checkAuthority);
        return certificates;
    }

    private static Executor workers(String name, SignatureScheme scheme) {
        return scheme.isSlow() ? SigningWorkers.open(name) : Runnable::run;
    }
}
