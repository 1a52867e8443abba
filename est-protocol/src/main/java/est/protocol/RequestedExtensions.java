package est.protocol;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.SubjectDirectoryAttributes;

/**
 * The extensions a request asks for, each one of RFC 5280 parsed (EST-ENR-08). What is asked for is a wish; granting it is
 * policy.
 */
record RequestedExtensions(
        Optional<Extensions> all,
        List<GeneralName> alternativeNames,
        Optional<KeyUsage> keyUsage,
        List<String> extendedKeyUsages) {

    static final RequestedExtensions NONE =
            new RequestedExtensions(Optional.empty(), List.of(), Optional.empty(), List.of());

    private static final int MAX_EXTENSIONS = 32;

    /** Lists that RFC 5280 §4.2 wants to hold something; an empty one reads differently to different readers (T-12). */
    private static final Set<ASN1ObjectIdentifier> LISTS = Set.of(
            Extension.subjectDirectoryAttributes,
            Extension.subjectAlternativeName,
            Extension.issuerAlternativeName,
            Extension.nameConstraints,
            Extension.cRLDistributionPoints,
            Extension.certificatePolicies,
            Extension.policyMappings,
            Extension.policyConstraints,
            Extension.extendedKeyUsage,
            Extension.freshestCRL,
            Extension.authorityInfoAccess,
            Extension.subjectInfoAccess);

    private static final Map<ASN1ObjectIdentifier, Consumer<byte[]>> PARSERS = Map.ofEntries(
            Map.entry(Extension.subjectDirectoryAttributes, SubjectDirectoryAttributes::getInstance),
            Map.entry(Extension.subjectKeyIdentifier, ASN1OctetString::getInstance),
            Map.entry(Extension.keyUsage, RequestedExtensions::requireSomeUsage),
            Map.entry(Extension.subjectAlternativeName, RequestedExtensions::requireNames),
            Map.entry(Extension.issuerAlternativeName, RequestedExtensions::requireNames),
            Map.entry(Extension.basicConstraints, BasicConstraints::getInstance),
            Map.entry(Extension.nameConstraints, NameConstraints::getInstance),
            Map.entry(Extension.cRLDistributionPoints, RequestedExtensions::requireDistributionPoints),
            Map.entry(Extension.certificatePolicies, CertificatePolicies::getInstance),
            Map.entry(Extension.policyMappings, RequestedExtensions::requireMappings),
            Map.entry(Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance),
            Map.entry(Extension.policyConstraints, PolicyConstraints::getInstance),
            Map.entry(Extension.extendedKeyUsage, ExtendedKeyUsage::getInstance),
            Map.entry(Extension.freshestCRL, RequestedExtensions::requireDistributionPoints),
            Map.entry(Extension.inhibitAnyPolicy, ASN1Integer::getInstance),
            Map.entry(Extension.authorityInfoAccess, AuthorityInformationAccess::getInstance),
            Map.entry(Extension.subjectInfoAccess, AuthorityInformationAccess::getInstance));

    /** Reads the Extensions element of a request. */
    static RequestedExtensions read(DerElement list) {
        DerCursor cursor = list.children();
        Set<ASN1ObjectIdentifier> seen = new HashSet<>();
        while (cursor.hasNext()) {
            ASN1ObjectIdentifier oid = requireExtension(cursor.next(DerCursor.SEQUENCE, "extension"));
            if (!seen.add(oid)) {
                throw new MalformedMessageException("the extension " + oid.getId() + " is requested twice");
            }
            if (seen.size() > MAX_EXTENSIONS) {
                throw new MalformedMessageException("more than " + MAX_EXTENSIONS + " extensions are requested");
            }
        }
        if (seen.isEmpty()) {
            throw new MalformedMessageException("the list of requested extensions is empty");
        }
        return Parsed.by(() -> of(Extensions.getInstance(list.encoded())), "list of requested extensions");
    }

    private static RequestedExtensions of(Extensions all) {
        GeneralNames names = GeneralNames.fromExtensions(all, Extension.subjectAlternativeName);
        ExtendedKeyUsage purposes = ExtendedKeyUsage.fromExtensions(all);
        return new RequestedExtensions(
                Optional.of(all),
                names == null ? List.of() : List.of(names.getNames()),
                Optional.ofNullable(KeyUsage.fromExtensions(all)),
                purposes == null
                        ? List.of()
                        : Arrays.stream(purposes.getUsages())
                                .map(KeyPurposeId::getId)
                                .toList());
    }

    private static ASN1ObjectIdentifier requireExtension(DerElement extension) {
        DerCursor parts = extension.children();
        DerElement type = parts.next(DerCursor.OID, "type of an extension");
        if (parts.isAt(DerCursor.BOOLEAN)) {
            parts.next("criticality of an extension");
        }
        DerElement value = parts.next(DerCursor.OCTET_STRING, "value of an extension");
        parts.requireEnd("extension");
        ASN1ObjectIdentifier oid =
                Parsed.by(() -> ASN1ObjectIdentifier.fromContents(type.content()), "type of an extension");
        Consumer<byte[]> parser = PARSERS.get(oid);
        if (parser != null) {
            requireParsable(oid, value, parser);
        }
        return oid;
    }

    private static void requireParsable(ASN1ObjectIdentifier oid, DerElement value, Consumer<byte[]> parser) {
        String what = "extension " + oid.getId();
        // The value lies in an OCTET STRING, so the scan of the request has not seen inside.
        DerScan.requireDer(value.octets(), value.contentFrom(), value.contentTo(), DerScan.Limits.REQUEST);
        if (LISTS.contains(oid)
                && value.children().next(DerCursor.SEQUENCE, what).isEmpty()) {
            throw new MalformedMessageException("the " + what + " is an empty list");
        }
        Parsed.by(
                () -> {
                    parser.accept(value.content());
                    return oid;
                },
                what);
    }

    private static void requireSomeUsage(byte[] value) {
        ASN1BitString bits = ASN1BitString.getInstance(value);
        for (byte octet : bits.getBytes()) {
            if (octet != 0) {
                return;
            }
        }
        // RFC 5280 §4.2.1.3: at least one of the bits must be set.
        throw new MalformedMessageException("the requested key usage has no bit set");
    }

    private static void requireNames(byte[] value) {
        NameRules.requireGeneralNames(DerCursor.over(value).next(DerCursor.SEQUENCE, "list of alternative names"));
        GeneralNames.getInstance(value);
    }

    private static void requireDistributionPoints(byte[] value) {
        CRLDistPoint.getInstance(value).getDistributionPoints();
    }

    private static void requireMappings(byte[] value) {
        for (ASN1Encodable mapping : ASN1Sequence.getInstance(value)) {
            ASN1Sequence pair = ASN1Sequence.getInstance(mapping);
            if (pair.size() != 2) {
                throw new MalformedMessageException("a policy mapping is not a pair of policies");
            }
            ASN1ObjectIdentifier.getInstance(pair.getObjectAt(0));
            ASN1ObjectIdentifier.getInstance(pair.getObjectAt(1));
        }
    }
}
