package est.policy;

import static est.pki.CertificateContent.KeyUsage.DATA_ENCIPHERMENT;
import static est.pki.CertificateContent.KeyUsage.DIGITAL_SIGNATURE;
import static est.pki.CertificateContent.KeyUsage.KEY_AGREEMENT;
import static est.pki.CertificateContent.KeyUsage.KEY_ENCIPHERMENT;
import static est.pki.CertificateContent.KeyUsage.NON_REPUDIATION;

import est.pki.CertificateContent.KeyUsage;
import est.protocol.SubjectPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What a certificate may be used for, by type of key (EST-ISS-07, -12).
 *
 * @param rsa for RSA keys
 * @param ec for keys on an elliptic curve
 */
public record UsageRule(KeyTypeUsages rsa, KeyTypeUsages ec) {

    private static final Map<String, KeyUsage> KEY_USAGES = Map.of(
            "digitalSignature", DIGITAL_SIGNATURE,
            "nonRepudiation", NON_REPUDIATION,
            "keyEncipherment", KEY_ENCIPHERMENT,
            "dataEncipherment", DATA_ENCIPHERMENT,
            "keyAgreement", KEY_AGREEMENT);

    /** By this word alone: nobody sets it by a slip in a number. */
    private static final String REGISTRATION_AUTHORITY = "cmcRA";

    private static final Map<String, ASN1ObjectIdentifier> PURPOSES = Map.of(
            "serverAuth",
            KeyPurposeId.id_kp_serverAuth.toOID(),
            "clientAuth",
            KeyPurposeId.id_kp_clientAuth.toOID(),
            "emailProtection",
            KeyPurposeId.id_kp_emailProtection.toOID(),
            REGISTRATION_AUTHORITY,
            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28"));

    /** RFC 3279 §2.3.1, RFC 8813 §3: what a key of the other type cannot do. */
    private static final Set<KeyUsage> NOT_OF_RSA = Set.of(KEY_AGREEMENT);

    private static final Set<KeyUsage> NOT_OF_EC = Set.of(KEY_ENCIPHERMENT, DATA_ENCIPHERMENT);

    static UsageRule of(ProfileSettings.Usages settings, ProfileProperty property) {
        List<String> purposes = purposes(settings.extendedKeyUsages(), "extended-key-usages", property);
        return new UsageRule(
                new Reading("rsa", settings.rsa(), property)
                        .read(
                                purposes,
                                NOT_OF_RSA,
                                KeyTypeUsages.only(Set.of(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT), purposes)),
                new Reading("ec", settings.ec(), property)
                        .read(
                                purposes,
                                NOT_OF_EC,
                                new KeyTypeUsages(
                                        Set.of(DIGITAL_SIGNATURE, KEY_AGREEMENT),
                                        Set.of(DIGITAL_SIGNATURE),
                                        purposes)));
    }

    /** The settings of one type of key. */
    private record Reading(String type, ProfileSettings.OfKeyType settings, ProfileProperty property) {

        KeyTypeUsages read(List<String> purposesOfProfile, Set<KeyUsage> impossible, KeyTypeUsages otherwise) {
            List<String> purposes = settings.extendedKeyUsages()
                    .map(names -> purposes(names, type + ".extended-key-usages", property))
                    .orElse(purposesOfProfile);
            return settings.keyUsages()
                    .map(names -> KeyTypeUsages.only(keyUsages(names, impossible), purposes))
                    .orElse(new KeyTypeUsages(otherwise.possible(), otherwise.usual(), purposes));
        }

        private Set<KeyUsage> keyUsages(Set<String> names, Set<KeyUsage> impossible) {
            return names.stream().map(name -> keyUsage(name, impossible)).collect(Collectors.toUnmodifiableSet());
        }

        private KeyUsage keyUsage(String name, Set<KeyUsage> impossible) {
            KeyUsage usage = KEY_USAGES.get(name);
            if (usage == null) {
                throw property.of(type + ".key-usages").wrong(name + " cannot be granted");
            }
            if (impossible.contains(usage)) {
                throw property.of(type + ".key-usages").wrong("no " + type + " key can be used for " + name);
            }
            return usage;
        }
    }

    private static List<String> purposes(List<String> names, String setting, ProfileProperty property) {
        List<String> oids = names.stream()
                .map(name -> purpose(name, setting, property))
                .distinct()
                .toList();
        if (oids.isEmpty()) {
            throw property.of(setting).wrong("there must be one");
        }
        return oids;
    }

    private static String purpose(String name, String setting, ProfileProperty property) {
        ASN1ObjectIdentifier known = PURPOSES.get(name);
        ASN1ObjectIdentifier oid = known != null ? known : ASN1ObjectIdentifier.tryFromID(name);
        if (oid == null || (ReservedRights.isPrivileged(oid) && !name.equals(REGISTRATION_AUTHORITY))) {
            throw property.of(setting).wrong(name + " cannot be granted");
        }
        return oid.getId();
    }

    /** Whether certificates are good for this extended key usage and nothing else, whatever their key. */
    public boolean grantsOnly(String purpose) {
        return rsa.purposes().equals(List.of(purpose)) && ec.purposes().equals(List.of(purpose));
    }

    /** Whether a certificate can make a registration authority: then no label may have the profile (T-8). */
    public boolean makesAuthority() {
        return Stream.of(rsa, ec)
                .flatMap(usages -> usages.purposes().stream())
                .map(ASN1ObjectIdentifier::new)
                .anyMatch(ReservedRights::isOfRegistrationAuthority);
    }

    /** The usages for this key. */
    KeyTypeUsages of(SubjectPublicKey key) {
        return key instanceof SubjectPublicKey.Rsa ? rsa : ec;
    }
}
