package est.ca.local;

import est.ca.CaException;
import est.ca.local.LocalCaSettings.Local;
import est.pki.CertificateContent;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Writes the extensions of an end-entity certificate: those granted, and the few an authority adds by itself. There is no
 * basicConstraints, which RFC 5280 §4.2.1.9 leaves optional for end entities: absent means no CA. Immutable.
 */
final class ExtensionWriter {

    private static final int KEY_IDENTIFIER_OCTETS = 20;

    private final Extension authorityKeyIdentifier;
    private final List<Extension> pointers;

    private ExtensionWriter(Extension authorityKeyIdentifier, List<Extension> pointers) {
        this.authorityKeyIdentifier = authorityKeyIdentifier;
        this.pointers = List.copyOf(pointers);
    }

    /**
     * A writer for one authority.
     *
     * @param subjectKeyIdentifier the identifier in the CA certificate
     * @throws CaException of kind {@code DEFECTIVE} if a URI is not absolute ASCII
     */
    static ExtensionWriter of(byte[] subjectKeyIdentifier, String authority, Local settings) throws IOException {
        List<Extension> pointers = new ArrayList<>();
        List<AccessDescription> access = new ArrayList<>();
        names(settings.aiaOcsp(), Property.of(authority, "aia-ocsp"))
                .forEach(name -> access.add(new AccessDescription(AccessDescription.id_ad_ocsp, name)));
        names(settings.aiaCaIssuers(), Property.of(authority, "aia-ca-issuers"))
                .forEach(name -> access.add(new AccessDescription(AccessDescription.id_ad_caIssuers, name)));
        if (!access.isEmpty()) {
            AccessDescription[] descriptions = access.toArray(AccessDescription[]::new);
            pointers.add(plain(Extension.authorityInfoAccess, new AuthorityInformationAccess(descriptions)));
        }
        List<GeneralName> lists =
                names(settings.crlDistributionPoints(), Property.of(authority, "crl-distribution-points"));
        if (!lists.isEmpty()) {
            DistributionPointName point =
                    new DistributionPointName(new GeneralNames(lists.toArray(GeneralName[]::new)));
            pointers.add(plain(
                    Extension.cRLDistributionPoints,
                    new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(point, null, null)})));
        }
        return new ExtensionWriter(
                plain(Extension.authorityKeyIdentifier, new AuthorityKeyIdentifier(subjectKeyIdentifier)), pointers);
    }

    private static List<GeneralName> names(Optional<List<URI>> uris, Property property) {
        return uris.orElse(List.of()).stream()
                .map(uri -> {
                    if (!uri.isAbsolute() || !uri.toASCIIString().equals(uri.toString())) {
                        throw property.defective("is not an absolute ASCII URI (RFC 5280 §4.2.2.1)");
                    }
                    return new GeneralName(GeneralName.uniformResourceIdentifier, uri.toString());
                })
                .toList();
    }

    /**
     * All extensions of one certificate, each OID once.
     *
     * @throws CaException of kind {@code REFUSED} if a granted OID is none
     */
    Extension[] extensions(SubjectPublicKeyInfo key, CertificateContent granted, GeneralName[] names)
            throws IOException {
        List<Extension> extensions = new ArrayList<>();
        extensions.add(authorityKeyIdentifier);
        extensions.add(plain(Extension.subjectKeyIdentifier, keyIdentifier(key)));
        // RFC 5280 §4.2.1.3: critical.
        extensions.add(Extension.create(Extension.keyUsage, true, keyUsage(granted)));
        if (names.length > 0) {
            // RFC 5280 §4.2.1.6: critical exactly if the subject is empty.
            boolean critical = granted.hasEmptySubject();
            extensions.add(Extension.create(Extension.subjectAlternativeName, critical, new GeneralNames(names)));
        }
        if (!granted.extendedKeyUsages().isEmpty()) {
            extensions.add(plain(Extension.extendedKeyUsage, extendedKeyUsage(granted)));
        }
        extensions.addAll(pointers);
        for (CertificateContent.Extension extension : granted.extensions()) {
            extensions.add(new Extension(
                    identifier(extension.oid()), extension.critical(), new DEROctetString(extension.value())));
        }
        return extensions.toArray(Extension[]::new);
    }

    private static Extension plain(ASN1ObjectIdentifier identifier, ASN1Encodable value) throws IOException {
        return Extension.create(identifier, false, value);
    }

    // RFC 7093 §2 method 1: the leftmost 160 bits of SHA-256; RFC 5280's own method needs SHA-1.
    private static SubjectKeyIdentifier keyIdentifier(SubjectPublicKeyInfo key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(key.getPublicKeyData().getBytes());
            return new SubjectKeyIdentifier(Arrays.copyOf(digest, KEY_IDENTIFIER_OCTETS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static KeyUsage keyUsage(CertificateContent granted) {
        // Bouncy Castle numbers the bits from the left of the first octet, as the BIT STRING does.
        return new KeyUsage(granted.keyUsages().stream()
                .mapToInt(usage -> 0x80 >> usage.bit())
                .reduce(0, (bits, bit) -> bits | bit));
    }

    private static ExtendedKeyUsage extendedKeyUsage(CertificateContent granted) {
        return new ExtendedKeyUsage(granted.extendedKeyUsages().stream()
                .map(oid -> KeyPurposeId.getInstance(identifier(oid)))
                .toArray(KeyPurposeId[]::new));
    }

    private static ASN1ObjectIdentifier identifier(String oid) {
        ASN1ObjectIdentifier identifier = ASN1ObjectIdentifier.tryFromID(oid);
        if (identifier == null) {
            throw CaException.refused("a granted object identifier is malformed", null);
        }
        return identifier;
    }
}
