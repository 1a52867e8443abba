package est.protocol;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The certs-only message of RFC 7030: a degenerate CMS SignedData (RFC 5652 §5.2, RFC 5272 §4.1) that carries
 * certificates and is signed by nobody. Stateless and thread-safe.
 */
public final class CertsOnly {

    private static final byte[] SIGNED_DATA = HexFormat.of().parseHex("2A864886F70D010702");

    /** Version 1, no digest algorithms, content of type id-data that is absent. */
    private static final byte[] BEFORE_CERTIFICATES = HexFormat.of().parseHex("0201013100300B06092A864886F70D010701");

    private static final byte[] NO_SIGNERS = {DerCursor.SET, 0};

    private CertsOnly() {}

    /**
     * The message in definite lengths throughout, the certificates in the order given: deployed clients check that a chain
     * stands in order, so the SET OF is not sorted as DER would have it (EST-ENC-09).
     *
     * @throws IllegalArgumentException if there is no certificate, or one has no encoding
     */
    public static byte[] encode(List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("a certs-only message carries at least one certificate");
        }
        List<byte[]> encodings = certificates.stream().map(CertsOnly::encoded).toList();
        int bag = encodings.stream().mapToInt(encoding -> encoding.length).sum();
        int signedData = BEFORE_CERTIFICATES.length + DerHeader.elementLength(bag) + NO_SIGNERS.length;
        int explicit = DerHeader.elementLength(signedData);
        int contentInfo = DerHeader.elementLength(SIGNED_DATA.length) + DerHeader.elementLength(explicit);
        ByteBuffer der = ByteBuffer.allocate(DerHeader.elementLength(contentInfo));
        DerHeader.put(der, DerCursor.SEQUENCE, contentInfo);
        DerHeader.put(der, DerCursor.OID, SIGNED_DATA.length).put(SIGNED_DATA);
        DerHeader.put(der, DerCursor.CONTEXT_0, explicit);
        DerHeader.put(der, DerCursor.SEQUENCE, signedData).put(BEFORE_CERTIFICATES);
        DerHeader.put(der, DerCursor.CONTEXT_0, bag);
        encodings.forEach(der::put);
        return der.put(NO_SIGNERS).array();
    }

    /**
     * The certificates of a message, in the order they stand in, which carries no meaning (RFC 5652 §5.1). BER is accepted
     * (EST-ENC-08), empty revocation lists too.
     *
     * @throws MalformedMessageException if the octets are no such message, carry no certificate, or something else in a
     *     certificate's place
     */
    public static List<X509Certificate> decode(byte[] encoded) {
        DerScan.requireBer(encoded, DerScan.Limits.CERTIFICATES);
        DerCursor contentInfo =
                DerCursor.over(encoded).next(DerCursor.SEQUENCE, "CMS message").children();
        DerElement type = contentInfo.next(DerCursor.OID, "CMS content type");
        if (!type.contentEquals(SIGNED_DATA)) {
            throw new MalformedMessageException("the CMS message is not a SignedData");
        }
        DerCursor explicit = contentInfo.next(DerCursor.CONTEXT_0, "SignedData").children();
        contentInfo.requireEnd("CMS message");
        DerCursor signedData = explicit.next(DerCursor.SEQUENCE, "SignedData").children();
        explicit.requireEnd("SignedData");
        return certificates(signedData);
    }

    private static List<X509Certificate> certificates(DerCursor signedData) {
        signedData.next(DerCursor.INTEGER, "SignedData version");
        signedData.next(DerCursor.SET, "digest algorithms");
        signedData.next(DerCursor.SEQUENCE, "encapsulated content");
        DerElement bag = signedData.next(DerCursor.CONTEXT_0, "certificates of the SignedData");
        if (signedData.isAt(DerCursor.CONTEXT_1)) {
            signedData.next("revocation lists");
        }
        signedData.next(DerCursor.SET, "signer infos");
        signedData.requireEnd("SignedData");
        List<X509Certificate> certificates = new ArrayList<>();
        DerCursor cursor = bag.children();
        while (cursor.hasNext()) {
            DerElement element = cursor.next(DerCursor.SEQUENCE, "certificate");
            certificates.add(Parsed.by(() -> certificate(element), "certificate"));
        }
        if (certificates.isEmpty()) {
            throw new MalformedMessageException("the SignedData carries no certificate");
        }
        return List.copyOf(certificates);
    }

    private static X509Certificate certificate(DerElement element) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(element.encoded()));
        } catch (CertificateException unreadable) {
            throw new MalformedMessageException("a certificate cannot be read");
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalArgumentException("a certificate without an encoding", impossible);
        }
    }
}
