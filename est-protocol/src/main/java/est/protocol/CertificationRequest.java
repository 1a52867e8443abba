package est.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A PKCS#10 certification request (RFC 2986), read once and completely: policy, storage and signing all see this one
 * reading (T-16). Well formed does not mean allowed, and the signature has not been verified. Immutable and thread-safe,
 * as far as nobody changes the Bouncy Castle values it hands out.
 */
public final class CertificationRequest {

    private static final byte[] VERSION_0 = {0};

    private final byte[] encoded;
    private final byte[] signedPart;
    private final X500Name subject;
    private final SubjectPublicKey publicKey;
    private final SignatureAlgorithm signatureAlgorithm;
    private final byte[] signature;
    private final RequestAttributes attributes;

    private CertificationRequest(byte[] encoded, DerElement info, AlgorithmIdentifier algorithm, byte[] signature) {
        this.encoded = encoded;
        this.signedPart = info.encoded();
        DerCursor parts = info.children();
        if (!parts.next(DerCursor.INTEGER, "version").contentEquals(VERSION_0)) {
            throw new MalformedMessageException("the version of the certification request is not 0");
        }
        DerElement name = parts.next(DerCursor.SEQUENCE, "subject");
        NameRules.requireName(name);
        this.subject = Parsed.by(() -> X500Name.getInstance(name.encoded()), "subject");
        this.publicKey = SubjectPublicKeys.read(parts.next(DerCursor.SEQUENCE, "public key"));
        // RFC 2986 §4.1 has [0] even when empty; some clients leave it out.
        this.attributes = parts.isAt(DerCursor.CONTEXT_0)
                ? RequestAttributes.read(parts.next("attributes"))
                : RequestAttributes.NONE;
        parts.requireEnd("certification request information");
        this.signatureAlgorithm = SignatureAlgorithm.of(algorithm);
        this.signature = signature;
    }

    /**
     * Reads a request from what {@link TransferBody#decode} gives. The wrapper around the signed part may be BER (RFC 5967
     * §2.1), the signed part must be DER, and nothing may follow.
     *
     * @throws MalformedMessageException if the octets are anything else, exceed a limit, or hold a key that cannot be
     *     certified (see {@link SubjectPublicKey})
     */
    public static CertificationRequest decode(byte[] encoded) {
        boolean der = DerScan.isDer(encoded, DerScan.Limits.REQUEST);
        if (!der) {
            DerScan.requireBer(encoded, DerScan.Limits.REQUEST);
        }
        byte[] own = encoded.clone();
        DerCursor whole = DerCursor.over(own);
        DerCursor parts =
                whole.next(DerCursor.SEQUENCE, "certification request").children();
        DerElement info = parts.next(DerCursor.SEQUENCE, "certification request information");
        DerElement algorithm = parts.next(DerCursor.SEQUENCE, "signature algorithm");
        DerElement bits = parts.next("signature");
        parts.requireEnd("certification request");
        if (!der) {
            DerScan.requireDer(own, info.from(), info.to(), DerScan.Limits.REQUEST);
        }
        AlgorithmIdentifier identifier =
                Parsed.by(() -> AlgorithmIdentifier.getInstance(algorithm.encoded()), "signature algorithm");
        ASN1BitString signature = Parsed.by(() -> ASN1BitString.getInstance(bits.encoded()), "signature");
        if (signature.getPadBits() != 0) {
            throw new MalformedMessageException("the signature is not a whole number of octets");
        }
        byte[] kept = der ? own : inDer(info.encoded(), identifier, signature);
        return new CertificationRequest(kept, info, identifier, signature.getOctets());
    }

    /** A DER wrapper around the signed part, which stays as it is. */
    private static byte[] inDer(byte[] info, AlgorithmIdentifier algorithm, ASN1BitString signature) {
        byte[] algorithmDer = der(algorithm);
        byte[] signatureDer = der(signature);
        int content = info.length + algorithmDer.length + signatureDer.length;
        ByteBuffer wrapper = ByteBuffer.allocate(DerHeader.elementLength(content));
        return DerHeader.put(wrapper, DerCursor.SEQUENCE, content)
                .put(info)
                .put(algorithmDer)
                .put(signatureDer)
                .array();
    }

    private static byte[] der(ASN1Object value) {
        try {
            return value.getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new UncheckedIOException("what was decoded can be encoded", impossible);
        }
    }

    /**
     * The request in DER, a copy: what was received, octet for octet, unless that was BER; then its signed part, octet for
     * octet, in a DER wrapper, so that back ends and archives see one form.
     */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** The octets the signature covers: the CertificationRequestInfo exactly as received; a copy. */
    public byte[] signedPart() {
        return signedPart.clone();
    }

    /** The subject, possibly empty; its string types are those of the request. */
    public X500Name subject() {
        return subject;
    }

    /** The key to certify. */
    public SubjectPublicKey publicKey() {
        return publicKey;
    }

    /** The algorithm the request says it was signed with; it may be weak and need not fit the key. */
    public SignatureAlgorithm signatureAlgorithm() {
        return signatureAlgorithm;
    }

    /** The signature over {@link #signedPart()}, not verified; a copy. */
    public byte[] signature() {
        return signature.clone();
    }

    /**
     * The extensions of the extensionRequest attribute (RFC 2985 §5.4.2), or of Microsoft's twin of it; each one that RFC
     * 5280 defines can be parsed.
     */
    public Optional<Extensions> requestedExtensions() {
        return attributes.extensions().all();
    }

    /** The requested subject alternative names in their order; empty if none are requested. */
    public List<GeneralName> alternativeNames() {
        return attributes.extensions().alternativeNames();
    }

    /** The requested key usage; at least one bit is set. */
    public Optional<KeyUsage> keyUsage() {
        return attributes.extensions().keyUsage();
    }

    /** The requested extended key usages as dotted object identifiers, in their order; empty if none are requested. */
    public List<String> extendedKeyUsages() {
        return attributes.extensions().extendedKeyUsages();
    }

    /** The challengePassword attribute, which carries the channel binding (RFC 7030 §3.5). */
    public Optional<String> challengePassword() {
        return attributes.challengePassword();
    }

    /** The ChangeSubjectName attribute: other names than those of {@link #subject()} (RFC 6402 §2.8). */
    public Optional<NameChange> nameChange() {
        return attributes.nameChange();
    }

    /** The dotted OIDs of all attributes of the request, also of those with no meaning here. */
    public Set<String> attributeTypes() {
        return attributes.types();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertificationRequest request && Arrays.equals(encoded, request.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    /** Kind of key and number of octets; nothing a client chose freely. */
    @Override
    public String toString() {
        return "CertificationRequest[" + publicKey.name() + ", " + encoded.length + " octets]";
    }
}
