package est.protocol;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/**
 * Certification requests for tests, good ones and such as are named for their one defect. Each method returns a new value,
 * so a good request can be kept and varied: {@code CertificationRequests.ec("CN=device1").withBrokenSignature().der()}.
 */
public final class CertificationRequests {

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final ConcurrentMap<Integer, KeyPair> RSA_KEYS = new ConcurrentHashMap<>();
    private static final String MICROSOFT_EXTENSION_REQUEST = "1.3.6.1.4.1.311.2.1.14";

    private final KeyPair keyPair;
    private X500Name subject;
    private String signatureAlgorithm;
    private SubjectPublicKeyInfo publicKey;
    private int version = 0;
    private boolean attributesPresent = true;
    private boolean brokenSignature = false;
    private String extensionAttribute = PKCSObjectIdentifiers.pkcs_9_at_extensionRequest.getId();
    private List<GeneralName> alternativeNames = List.of();
    private List<ASN1Encodable> extensions = List.of();
    private List<ASN1Encodable> attributes = List.of();

    /** Made at the first call of {@link #der()}, since most signatures are different every time. */
    private byte[] der = {};

    private CertificationRequests(X500Name subject, KeyPair keyPair, String signatureAlgorithm) {
        this.subject = subject;
        this.keyPair = keyPair;
        this.signatureAlgorithm = signatureAlgorithm;
        this.publicKey = SubjectPublicKeyInfo.getInstance(keyPair.getPublic().getEncoded());
    }

    private CertificationRequests(CertificationRequests other) {
        this.keyPair = other.keyPair;
        this.subject = other.subject;
        this.signatureAlgorithm = other.signatureAlgorithm;
        this.publicKey = other.publicKey;
        this.version = other.version;
        this.attributesPresent = other.attributesPresent;
        this.brokenSignature = other.brokenSignature;
        this.extensionAttribute = other.extensionAttribute;
        this.alternativeNames = other.alternativeNames;
        this.extensions = other.extensions;
        this.attributes = other.attributes;
    }

    /** A good request with a fresh P-256 key, signed with SHA-256. */
    public static CertificationRequests ec(String subject) {
        return ec(subject, "P-256");
    }

    /** A good request with a fresh key on the named curve, signed with SHA-256. */
    public static CertificationRequests ec(String subject, String curve) {
        return forKey(subject, ecKeyPair(curve), "SHA256withECDSA");
    }

    /** A request with an RSA key of that size, made once per size, signed with SHA-256. */
    public static CertificationRequests rsa(String subject, int bits) {
        return forKey(subject, rsaKeyPair(bits), "SHA256withRSA");
    }

    /** A request with an RSA key of 2048 bits that nobody else has, for a server that remembers whose keys are whose. */
    public static CertificationRequests freshRsa(String subject) {
        return forKey(subject, freshRsaKeyPair(), "SHA256withRSA");
    }

    /** A good request with a fresh {@code Ed25519} or {@code Ed448} key. */
    public static CertificationRequests edwards(String subject, String curve) {
        return forKey(subject, generate(curve), curve);
    }

    /** A request for a key pair of your own. */
    public static CertificationRequests forKey(String subject, KeyPair keyPair, String signatureAlgorithm) {
        return new CertificationRequests(new X500Name(subject), keyPair, signatureAlgorithm);
    }

    /** A fresh key pair on the named curve. */
    public static KeyPair ecKeyPair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException unknownCurve) {
            throw new IllegalArgumentException(unknownCurve);
        }
    }

    /** An RSA key pair of that size; always the same one, since they take long to make. */
    public static KeyPair rsaKeyPair(int bits) {
        return RSA_KEYS.computeIfAbsent(bits, CertificationRequests::generateRsa);
    }

    /** An RSA key pair of 2048 bits that nobody else has. */
    public static KeyPair freshRsaKeyPair() {
        return generateRsa(2048);
    }

    private static KeyPair generateRsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A key pair of any algorithm of Bouncy Castle that needs no parameters. */
    public static KeyPair generate(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm, BOUNCY_CASTLE).generateKeyPair();
        } catch (GeneralSecurityException unknown) {
            throw new IllegalArgumentException(unknown);
        }
    }

    /** Another subject, for names that no string can say. */
    public CertificationRequests withSubject(X500Name name) {
        CertificationRequests copy = new CertificationRequests(this);
        copy.subject = name;
        return copy;
    }

    /** One more dNSName. */
    public CertificationRequests withDnsName(String name) {
        return withAlternativeName(new GeneralName(GeneralName.dNSName, name));
    }

    /** One more iPAddress, from its text. */
    public CertificationRequests withIpAddress(String address) {
        return withAlternativeName(new GeneralName(GeneralName.iPAddress, address));
    }

    /** One more subject alternative name of any kind. */
    public CertificationRequests withAlternativeName(GeneralName name) {
        CertificationRequests copy = new CertificationRequests(this);
        copy.alternativeNames = plus(alternativeNames, name);
        return copy;
    }

    /** Key usage bits of {@link KeyUsage}, critical. */
    public CertificationRequests withKeyUsage(int bits) {
        return withExtension(Extension.keyUsage.getId(), true, encoded(new KeyUsage(bits)));
    }

    /** Extended key usages. */
    public CertificationRequests withExtendedKeyUsage(KeyPurposeId... purposes) {
        return withExtension(Extension.extendedKeyUsage.getId(), false, encoded(new ExtendedKeyUsage(purposes)));
    }

    /** basicConstraints that claim to be a CA. */
    public CertificationRequests withCaTrue() {
        return withExtension(Extension.basicConstraints.getId(), true, encoded(new BasicConstraints(true)));
    }

    /** One more extension with this value inside its OCTET STRING. */
    public CertificationRequests withExtension(String oid, boolean critical, byte[] value) {
        return withRawExtension(
                new Extension(new ASN1ObjectIdentifier(oid), critical, new DEROctetString(value)).toASN1Primitive());
    }

    /** One more element in the list of extensions, whatever it is. */
    public CertificationRequests withRawExtension(ASN1Encodable extension) {
        CertificationRequests copy = new CertificationRequests(this);
        copy.extensions = plus(extensions, extension);
        return copy;
    }

    /** The extensions under the OID of Microsoft instead of that of PKCS#9. */
    public CertificationRequests withMicrosoftExtensionRequest() {
        CertificationRequests copy = new CertificationRequests(this);
        copy.extensionAttribute = MICROSOFT_EXTENSION_REQUEST;
        return copy;
    }

    /** A challengePassword as PrintableString. */
    public CertificationRequests withChallengePassword(String challenge) {
        return withAttribute(
                PKCSObjectIdentifiers.pkcs_9_at_challengePassword.getId(), new DERPrintableString(challenge));
    }

    /** One more attribute with these values, before the extension request. */
    public CertificationRequests withAttribute(String oid, ASN1Encodable... values) {
        return withRawAttribute(
                new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(oid), new DERSet(values)}));
    }

    /** One more element among the attributes, whatever it is. */
    public CertificationRequests withRawAttribute(ASN1Encodable attribute) {
        CertificationRequests copy = new CertificationRequests(this);
        copy.attributes = plus(attributes, attribute);
        return copy;
    }

    /** Leaves out the [0] element that RFC 2986 wants even when it is empty. */
    public CertificationRequests withoutAttributes() {
        CertificationRequests copy = new CertificationRequests(this);
        copy.attributesPresent = false;
        return copy;
    }

    /** Another version number than 0. */
    public CertificationRequests withVersion(int number) {
        CertificationRequests copy = new CertificationRequests(this);
        copy.version = number;
        return copy;
    }

    /** Another JCA signature algorithm, {@code SHA1withRSA} for instance. */
    public CertificationRequests signedWith(String jcaName) {
        CertificationRequests copy = new CertificationRequests(this);
        copy.signatureAlgorithm = jcaName;
        return copy;
    }

    /** A signature that is not that of the key. */
    public CertificationRequests withBrokenSignature() {
        CertificationRequests copy = new CertificationRequests(this);
        copy.brokenSignature = true;
        return copy;
    }

    /** Another public key than the one that signs. */
    public CertificationRequests withPublicKey(SubjectPublicKeyInfo info) {
        CertificationRequests copy = new CertificationRequests(this);
        copy.publicKey = info;
        return copy;
    }

    /** A P-256 point that lies beside its curve. */
    public CertificationRequests withPointOffCurve() {
        SubjectPublicKeyInfo good =
                SubjectPublicKeyInfo.getInstance(ecKeyPair("P-256").getPublic().getEncoded());
        byte[] point = good.getPublicKeyData().getBytes().clone();
        point[point.length - 1] ^= 1;
        return withPublicKey(new SubjectPublicKeyInfo(good.getAlgorithm(), point));
    }

    /** An RSA modulus of that many bits with another public exponent, 1 for instance. */
    public CertificationRequests withRsaExponent(int bits, int exponent) {
        BigInteger modulus =
                ((java.security.interfaces.RSAPublicKey) rsaKeyPair(bits).getPublic()).getModulus();
        return withRsaKey(modulus, BigInteger.valueOf(exponent));
    }

    /** Any numbers as RSA public key. */
    public CertificationRequests withRsaKey(BigInteger modulus, BigInteger exponent) {
        try {
            return withPublicKey(new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    new RSAPublicKey(modulus, exponent)));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The key pair that signs. */
    public KeyPair keyPair() {
        return keyPair;
    }

    /** The request in DER; the same octets each time. */
    public synchronized byte[] der() {
        if (der.length == 0) {
            der = encoded(whole(info()));
        }
        return der.clone();
    }

    /** The request in DER with an octet behind its end. */
    public byte[] derWithTrailingOctet() {
        byte[] der = der();
        return Arrays.copyOf(der, der.length + 1);
    }

    /** The request as a transfer body: base64 in lines of 64. */
    public byte[] body() {
        return TransferBody.encode(der(), TransferBody.Wrapping.LINES_OF_64);
    }

    /** The request in PEM armor. */
    public String pem() {
        return "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der())
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }

    /** The request, decoded. */
    public CertificationRequest decoded() {
        return CertificationRequest.decode(der());
    }

    /** The part that is signed. */
    public ASN1Encodable info() {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(new ASN1Integer(version));
        parts.add(subject);
        parts.add(publicKey);
        if (attributesPresent) {
            parts.add(new DERTaggedObject(false, 0, new DLSet(allAttributes().toArray(ASN1Encodable[]::new))));
        }
        return new DERSequence(parts);
    }

    private List<ASN1Encodable> allAttributes() {
        List<ASN1Encodable> wanted = new ArrayList<>(extensions);
        if (!alternativeNames.isEmpty()) {
            byte[] names = encoded(new GeneralNames(alternativeNames.toArray(GeneralName[]::new)));
            wanted.add(new Extension(Extension.subjectAlternativeName, false, new DEROctetString(names))
                    .toASN1Primitive());
        }
        if (wanted.isEmpty()) {
            return attributes;
        }
        return plus(attributes, new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier(extensionAttribute),
            new DERSet(new DERSequence(wanted.toArray(ASN1Encodable[]::new)))
        }));
    }

    private DERSequence whole(ASN1Encodable info) {
        return new DERSequence(new ASN1Encodable[] {
            info,
            new DefaultSignatureAlgorithmIdentifierFinder().find(signatureAlgorithm),
            new DERBitString(sign(encoded(info)))
        });
    }

    private byte[] sign(byte[] info) {
        try {
            Signature signature = Signature.getInstance(signatureAlgorithm, BOUNCY_CASTLE);
            signature.initSign(keyPair.getPrivate());
            signature.update(brokenSignature ? "something else".getBytes(StandardCharsets.US_ASCII) : info);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DL);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return List.copyOf(longer);
    }
}
