package est.ca.local;

import est.ca.CaException;
import est.ca.IssuanceRequest;
import est.pki.CertificateContent;
import java.io.IOException;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/**
 * Writes the octets of a certificate (RFC 5280 §4.1) from what was granted. What is the same for every certificate of an
 * authority is made once. Immutable, thread-safe.
 */
final class CertificateWriter {

    private final X500Name issuer;
    private final AlgorithmIdentifier algorithm;
    private final byte[] encodedAlgorithm;
    private final ExtensionWriter extensions;
    private final NameConstraintRule nameConstraints;
    private final ValidityRule validity;

    /**
     * A writer for one authority.
     *
     * @param issuer the subject of the CA certificate, its octets kept
     * @throws IOException never; encoding an identifier declares it
     */
    CertificateWriter(
            X500Name issuer,
            SignatureScheme scheme,
            ExtensionWriter extensions,
            NameConstraintRule nameConstraints,
            ValidityRule validity)
            throws IOException {
        this.issuer = issuer;
        this.algorithm = scheme.identifier();
        this.encodedAlgorithm = algorithm.getEncoded(ASN1Encoding.DER);
        this.extensions = extensions;
        this.nameConstraints = nameConstraints;
        this.validity = validity;
    }

    /**
     * The octets to sign.
     *
     * @throws CaException of kind {@code REFUSED} if the grant cannot be written, {@code DEFECTIVE} if the authority is not
     *     valid now
     */
    byte[] toBeSigned(IssuanceRequest request, Instant now) throws IOException {
        CertificateContent granted = request.granted();
        SubjectPublicKeyInfo key = keyOf(request);
        KeyUsageRule.check(key.getAlgorithm().getAlgorithm(), granted.keyUsages());
        X500Name subject = X500Name.getInstance(granted.subject().getEncoded());
        GeneralName[] names = NameEncoding.encode(granted.alternativeNames());
        nameConstraints.check(subject, names);

        V3TBSCertificateGenerator tbs = new V3TBSCertificateGenerator();
        tbs.setSerialNumber(new ASN1Integer(request.proposedSerial()));
        tbs.setSignature(algorithm);
        tbs.setIssuer(issuer);
        tbs.setValidity(validity.cut(granted, now));
        tbs.setSubject(subject);
        tbs.setSubjectPublicKeyInfo(key);
        tbs.setExtensions(new Extensions(extensions.extensions(key, granted, names)));
        return tbs.generateTBSCertificate().getEncoded(ASN1Encoding.DER);
    }

    /** The certificate of signed octets and their signature. */
    byte[] certificate(byte[] toBeSigned, byte[] signature) throws IOException {
        return DerSequence.of(toBeSigned, encodedAlgorithm, new DERBitString(signature).getEncoded(ASN1Encoding.DER));
    }

    private static SubjectPublicKeyInfo keyOf(IssuanceRequest request) {
        byte[] encoded = request.publicKey().getEncoded();
        if (encoded == null) {
            throw CaException.refused("the public key has no encoding", null);
        }
        try {
            return SubjectPublicKeyInfo.getInstance(encoded);
        } catch (IllegalArgumentException e) {
            throw CaException.refused("the public key is malformed", e);
        }
    }
}
