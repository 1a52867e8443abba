package est.ca;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.pki.CertificateContent.KeyUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.jspecify.annotations.Nullable;

/** Writes what was granted, but for one lie. Independent of any production code on purpose. */
final class InMemoryCertificateWriter {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String UNKNOWN_EXTENSION = "1.3.6.1.4.1.55555.1";
    private static final int KEY_CERT_SIGN = 5;

    private final KeyPair keys;
    private final X509Certificate issuing;
    private final KeyPair strangerKeys = TestRequests.ecKeys();

    InMemoryCertificateWriter(KeyPair keys, X509Certificate issuing) {
        this.keys = keys;
        this.issuing = issuing;
    }

    /** A signed certificate. */
    X509Certificate write(IssuanceRequest request, @Nullable Lie lie, @Nullable X509Certificate previous) {
        if (lie == Lie.PREVIOUS_CERTIFICATE && previous != null) {
            return previous;
        }
        CertificateContent granted = request.granted();
        PublicKey key = lie == Lie.OTHER_KEY ? TestRequests.ecKeys().getPublic() : request.publicKey();
        long earlier = lie == Lie.EARLIER_VALIDITY ? 1 : 0;
        long later = lie == Lie.LONGER_VALIDITY ? 1 : 0;
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer(lie),
                    serial(request, lie, previous),
                    Date.from(granted.notBefore().minus(Duration.ofDays(earlier))),
                    Date.from(granted.notAfter().plus(Duration.ofDays(later))),
                    subject(granted, lie),
                    SubjectPublicKeyInfo.getInstance(key.getEncoded()));
            addIdentifiers(builder, key, lie);
            addUsages(builder, granted, lie);
            addNames(builder, granted, lie);
            addOthers(builder, granted, lie);
            byte[] certificate = builder.build(TestCertificates.signer(lie == Lie.FOREIGN_ISSUER ? strangerKeys : keys))
                    .getEncoded();
            if (lie == Lie.BROKEN_SIGNATURE) {
                certificate[certificate.length - 1] ^= 1;
            }
            return TestCertificates.toCertificate(certificate);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X500Name issuer(@Nullable Lie lie) {
        return lie == Lie.OTHER_ISSUER_NAME
                ? new X500Name("CN=Somebody Else")
                : X500Name.getInstance(issuing.getSubjectX500Principal().getEncoded());
    }

    private static BigInteger serial(IssuanceRequest request, @Nullable Lie lie, @Nullable X509Certificate previous) {
        if (lie == Lie.OTHER_SERIAL) {
            return new BigInteger(127, RANDOM).setBit(126);
        }
        return lie == Lie.REPEATED_SERIAL && previous != null ? previous.getSerialNumber() : request.proposedSerial();
    }

    private static X500Name subject(CertificateContent granted, @Nullable Lie lie) {
        X500Name name = X500Name.getInstance(granted.subject().getEncoded());
        if (lie == Lie.OTHER_SUBJECT) {
            return new X500Name("CN=somebody-else");
        }
        if (lie == Lie.EXTRA_SUBJECT_ATTRIBUTE) {
            return new X500Name(name + ",OU=Smuggled");
        }
        if (lie == Lie.SUBJECT_IN_CAPITALS) {
            return new X500Name(name.toString().toUpperCase(Locale.ROOT));
        }
        // Bouncy Castle writes UTF8String throughout, the JDK PrintableString where it can.
        return lie == Lie.OTHER_SUBJECT_ENCODING ? new X500Name(name.toString()) : name;
    }

    private void addIdentifiers(X509v3CertificateBuilder builder, PublicKey key, @Nullable Lie lie)
            throws IOException, GeneralSecurityException {
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        PublicKey authority = (lie == Lie.OTHER_AUTHORITY_KEY_IDENTIFIER ? strangerKeys : keys).getPublic();
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(authority));
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
    }

    private static void addUsages(X509v3CertificateBuilder builder, CertificateContent granted, @Nullable Lie lie)
            throws IOException {
        if (lie != Lie.MISSING_KEY_USAGE) {
            int bits = lie == Lie.EXTRA_KEY_USAGE ? 0x80 >> KEY_CERT_SIGN : 0;
            for (KeyUsage usage : granted.keyUsages()) {
                bits |= 0x80 >> (usage.bit() + (lie == Lie.CHANGED_KEY_USAGE ? 1 : 0));
            }
            boolean critical = lie != Lie.KEY_USAGE_NOT_CRITICAL;
            builder.addExtension(Extension.keyUsage, critical, new org.bouncycastle.asn1.x509.KeyUsage(bits));
        }
        List<String> extended = new ArrayList<>(granted.extendedKeyUsages());
        if (lie == Lie.EXTRA_EXTENDED_KEY_USAGE) {
            extended.add(CODE_SIGNING);
        }
        if (!extended.isEmpty() && lie != Lie.MISSING_EXTENDED_KEY_USAGE) {
            KeyPurposeId[] purposes = extended.stream()
                    .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                    .toArray(KeyPurposeId[]::new);
            boolean critical = lie == Lie.EXTENDED_KEY_USAGE_CRITICAL;
            builder.addExtension(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(purposes));
        }
    }

    private static void addNames(X509v3CertificateBuilder builder, CertificateContent granted, @Nullable Lie lie)
            throws IOException {
        List<AlternativeName> names = new ArrayList<>(granted.alternativeNames());
        if (lie == Lie.EXTRA_ALTERNATIVE_NAME) {
            names.add(AlternativeName.dnsName("smuggled.example.com"));
        }
        if (!names.isEmpty() && lie != null) {
            AlternativeName last = names.remove(names.size() - 1);
            switch (lie) {
                case MISSING_ALTERNATIVE_NAME -> {}
                case CHANGED_ALTERNATIVE_NAME -> names.add(AlternativeName.dnsName("other.example.com"));
                case OTHER_KIND_OF_NAME -> names.add(AlternativeName.of(AlternativeName.Kind.URI, last.content()));
                case NO_ALTERNATIVE_NAMES -> names.clear();
                default -> names.add(last);
            }
        }
        if (!names.isEmpty()) {
            boolean critical = granted.hasEmptySubject() != (lie == Lie.CRITICALITY_OF_NAMES);
            builder.addExtension(Extension.subjectAlternativeName, critical, sequence(names));
        }
    }

    /** The GeneralNames of alternative names, octet by octet. */
    static ASN1Primitive sequence(List<AlternativeName> names) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (AlternativeName name : names) {
            boolean constructed =
                    Stream.of(0, 3, 4, 5).anyMatch(tag -> tag == name.kind().tag());
            byte[] octets = new DEROctetString(name.content()).getEncoded();
            octets[0] = (byte) ((constructed ? 0xa0 : 0x80) | name.kind().tag());
            content.writeBytes(octets);
        }
        byte[] sequence = new DEROctetString(content.toByteArray()).getEncoded();
        sequence[0] = 0x30;
        return ASN1Primitive.fromByteArray(sequence);
    }

    private static void addOthers(X509v3CertificateBuilder builder, CertificateContent granted, @Nullable Lie lie)
            throws IOException {
        if (lie == Lie.CA_CERTIFICATE) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        if (lie == Lie.UNKNOWN_EXTENSION) {
            builder.addExtension(
                    new ASN1ObjectIdentifier(UNKNOWN_EXTENSION),
                    false,
                    new DERSequence(DERNull.INSTANCE).getEncoded(ASN1Encoding.DER));
        }
        if (lie == Lie.MISSING_EXTENSION) {
            return;
        }
        for (CertificateContent.Extension extension : granted.extensions()) {
            boolean critical = extension.critical() != (lie == Lie.CRITICALITY_OF_EXTENSION);
            byte[] value = lie == Lie.CHANGED_EXTENSION ? new byte[] {0x30, 0x00} : extension.value();
            builder.addExtension(new ASN1ObjectIdentifier(extension.oid()), critical, value);
        }
    }
}
