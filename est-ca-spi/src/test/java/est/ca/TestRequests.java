package est.ca;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.pki.CertificateContent.Extension;
import est.pki.CertificateContent.KeyUsage;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Issuance requests for tests: {@code TestRequests.valid().forKey(pair).withSubject("CN=x").build()}. The PKCS#10 inside
 * always asks for another subject than is granted, so that an authority which copies from it is caught. Mutable, for one
 * test.
 */
public final class TestRequests {

    /** Bouncy Castle, not registered with the JVM. */
    public static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    /** The subject every PKCS#10 asks for; nobody is ever granted it. */
    public static final String REQUESTED_SUBJECT = "CN=requested-not-granted,O=Wishful";

    private static final Map<Integer, KeyPair> RSA_KEYS = new ConcurrentHashMap<>();
    private static final SecureRandom RANDOM = new SecureRandom();

    private RequestId id = new RequestId(UUID.randomUUID());
    private @Nullable KeyPair keys;
    private X500Principal subject = new X500Principal("CN=device-1,O=Example");
    private List<AlternativeName> names = List.of(AlternativeName.dnsName("device-1.example.com"));
    private Set<KeyUsage> usages = EnumSet.of(KeyUsage.DIGITAL_SIGNATURE);
    private List<String> extendedUsages = List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    private List<Extension> extensions = List.of();
    private Instant notBefore = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(5));
    private Instant notAfter = notBefore.plus(Duration.ofDays(90));
    private BigInteger serial = new BigInteger(127, RANDOM).setBit(126);

    private boolean askingForTheGrant;
    private @Nullable IssuanceRequest built;

    private TestRequests() {}

    /** A request that every authority grants: EC P-256, one dNSName, 90 days. */
    public static TestRequests valid() {
        return new TestRequests();
    }

    /** A fresh EC P-256 pair. */
    public static KeyPair ecKeys() {
        return keys("EC", 256);
    }

    /** A pair of a JCA algorithm; the size is ignored for Ed25519. RSA pairs are made once per size, since they are slow. */
    public static KeyPair keys(String algorithm, int size) {
        return algorithm.equals("RSA")
                ? RSA_KEYS.computeIfAbsent(size, bits -> freshKeys(algorithm, bits))
                : freshKeys(algorithm, size);
    }

    /** A fresh pair of a JCA algorithm. */
    static KeyPair freshKeys(String algorithm, int size) {
        try {
            KeyPairGenerator generator = algorithm.equals("RSA")
                    ? KeyPairGenerator.getInstance(algorithm)
                    : KeyPairGenerator.getInstance(algorithm, BOUNCY_CASTLE);
            if (size > 0) {
                generator.initialize(size);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With this id instead of a random one. */
    public TestRequests withId(RequestId value) {
        id = value;
        return this;
    }

    /** For this key instead of a fresh one. */
    public TestRequests forKey(KeyPair value) {
        keys = value;
        return this;
    }

    /** With this subject; empty for none. */
    public TestRequests withSubject(String name) {
        return withSubject(new X500Principal(name));
    }

    /** With this subject, its octets kept. */
    public TestRequests withSubject(X500Principal value) {
        subject = value;
        return this;
    }

    /** With these alternative names. */
    public TestRequests withNames(AlternativeName... values) {
        names = List.of(values);
        return this;
    }

    /** With these key usages. */
    public TestRequests withUsages(KeyUsage first, KeyUsage... others) {
        usages = EnumSet.of(first, others);
        return this;
    }

    /** With these extended key usages. */
    public TestRequests withExtendedUsages(String... oids) {
        extendedUsages = List.of(oids);
        return this;
    }

    /** With these further extensions. */
    public TestRequests withExtensions(Extension... values) {
        extensions = List.of(values);
        return this;
    }

    /** Valid for this time. */
    public TestRequests withValidity(Instant from, Instant to) {
        notBefore = from;
        notAfter = to;
        return this;
    }

    /** With this serial proposed. */
    public TestRequests withSerial(BigInteger value) {
        serial = value;
        return this;
    }

    /**
     * With a PKCS#10 that asks for subject, alternative names and further extensions as they are granted, but for no usages:
     * for an authority that copies it.
     */
    public TestRequests askingForTheGrant() {
        askingForTheGrant = true;
        return this;
    }

    /** The request, with a PKCS#10 signed by the key. */
    public IssuanceRequest build() {
        KeyPair pair = keys == null ? ecKeys() : keys;
        return build(pair.getPublic(), certificationRequest(pair));
    }

    /** The request with an id and a serial of its own; its PKCS#10 is made and signed only once. */
    public IssuanceRequest renumbered() {
        IssuanceRequest known = built == null ? build() : built;
        built = known;
        return new IssuanceRequest(
                new RequestId(UUID.randomUUID()),
                known.profile(),
                known.certificationRequest(),
                known.publicKey(),
                known.granted(),
                new BigInteger(127, RANDOM).setBit(126),
                known.renews());
    }

    /** The request for a public key of any kind, without a PKCS#10. */
    public IssuanceRequest buildFor(PublicKey publicKey) {
        return build(publicKey, new byte[0]);
    }

    private IssuanceRequest build(PublicKey publicKey, byte[] certificationRequest) {
        CertificateContent content =
                new CertificateContent(subject, names, usages, extendedUsages, extensions, notBefore, notAfter);
        return new IssuanceRequest(id, "test", certificationRequest, publicKey, content, serial, Optional.empty());
    }

    private byte[] certificationRequest(KeyPair pair) {
        try {
            X500Name asked =
                    askingForTheGrant ? X500Name.getInstance(subject.getEncoded()) : new X500Name(REQUESTED_SUBJECT);
            PKCS10CertificationRequestBuilder builder =
                    new JcaPKCS10CertificationRequestBuilder(asked, pair.getPublic());
            if (askingForTheGrant) {
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, requestedExtensions());
            }
            return builder.build(TestCertificates.signer(pair)).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Extensions requestedExtensions() throws IOException {
        ExtensionsGenerator requested = new ExtensionsGenerator();
        if (!names.isEmpty()) {
            requested.addExtension(
                    org.bouncycastle.asn1.x509.Extension.subjectAlternativeName,
                    subject.getName().isEmpty(),
                    InMemoryCertificateWriter.sequence(names));
        }
        for (Extension extension : extensions) {
            requested.addExtension(new ASN1ObjectIdentifier(extension.oid()), extension.critical(), extension.value());
        }
        return requested.generate();
    }
}
