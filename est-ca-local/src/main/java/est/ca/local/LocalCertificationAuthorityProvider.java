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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
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
        return open(name, scheme -> scheme.isSlow() ? SigningWorkers.open(name) : Runnable::run);
    }

    /** Opens an authority whose signatures are made by what the function gives for the key. */
    CertificationAuthority open(String name, Function<SignatureScheme, Executor> workers) {
        Local local = local(name);
        KeyMaterial material = KeyMaterialReader.read(name, local);
        List<X509Certificate> chain = material.chain();
        ChainRules rules = new ChainRules(Property.of(name, "certificate"), clock.instant());
        rules.check(chain);
        SigningKey key = signingKey(name, local, material);
        CertificateWriter writer = writer(name, local, chain, key.scheme());
        CaCertificates certificates = new CaCertificates(chain, rollover(name, local));
        LOG.infof("CA %s: %s, %s", name, ChainRules.name(chain.get(0)), key);
        return new LocalCertificationAuthority(key, writer, certificates, workers.apply(key.scheme()), clock);
    }

    @Override
    public Optional<CertificationAuthority> rehearsal(String name) {
        Local local = local(name);
        X509Certificate issuing = KeyMaterialReader.read(name, local).chain().get(0);
        return SignatureScheme.of(issuing.getPublicKey())
                // an RSA key takes seconds to make, and its signatures are not worth compiling for
                .filter(scheme -> !scheme.isSlow())
                .map(scheme -> rehearsal(name, local, MadeUpKey.like(issuing, scheme, signatures), scheme));
    }

    private CertificationAuthority rehearsal(String name, Local local, KeyMaterial madeUp, SignatureScheme scheme) {
        return new LocalCertificationAuthority(
                signingKey(name, local, madeUp),
                writer(name, local, madeUp.chain(), scheme),
                new CaCertificates(madeUp.chain(), List.of()),
                Runnable::run,
                clock);
    }

    private Local local(String name) {
        return Optional.ofNullable(settings.authorities().get(name))
                .flatMap(Authority::local)
                .orElseThrow(() -> Property.of(name, "certificate").defective("is not set"));
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

    private List<X509Certificate> rollover(String name, Local local) {
        Property property = Property.of(name, "rollover");
        List<X509Certificate> certificates = local.rollover()
                .map(path -> PemFile.certificates(path, property))
                .orElse(List.of());
        // Only that they are CA certificates: an old root may expire while it is still handed out.
        certificates.forEach(new ChainRules(property, clock.instant())::checkAuthority);
        return certificates;
    }
}
