package est.policy;

import est.identity.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Which alternative names a device may have beside its own name as a dNSName, kind by kind; without a setting none.
 *
 * @param dnsSuffixes domains under which a device may have its own name
 * @param addresses networks any address of which a device may have
 * @param uris which URIs
 * @param mailDomains domains under which a device may have a mail address of its own name
 * @param otherNames types of otherName whose value may be the device's own name
 * @param copiesCommonName whether a common name that is a DNS name is added as a dNSName
 */
public record AlternativeNameRule(
        List<String> dnsSuffixes,
        List<IpRange> addresses,
        UriRule uris,
        List<String> mailDomains,
        Set<ASN1ObjectIdentifier> otherNames,
        boolean copiesCommonName) {

    /** Copies the collections. */
    public AlternativeNameRule {
        dnsSuffixes = List.copyOf(dnsSuffixes);
        addresses = List.copyOf(addresses);
        mailDomains = List.copyOf(mailDomains);
        otherNames = Set.copyOf(otherNames);
    }

    static AlternativeNameRule of(ProfileSettings.AlternativeNames settings, ProfileProperty property) {
        return new AlternativeNameRule(
                domains(settings.dnsSuffixes(), "dns-suffixes", property),
                settings.ipRanges().orElse(List.of()).stream()
                        .map(range -> IpRange.of(range).orElseThrow(() -> property.of("ip-ranges")
                                .wrong(range + " is no network like 192.0.2.0/24 or 2001:db8::/32")))
                        .toList(),
                UriRule.of(settings, property),
                domains(settings.mailDomains(), "rfc822-domains", property),
                settings.otherNames().orElse(Set.of()).stream()
                        .map(oid -> otherName(oid, property))
                        .collect(Collectors.toUnmodifiableSet()),
                settings.copyCommonName());
    }

    static List<String> domains(Optional<List<String>> names, String setting, ProfileProperty property) {
        for (String name : names.orElse(List.of())) {
            if (!DnsName.isWellFormed(name)) {
                throw property.of(setting).wrong(name + " is no DNS name");
            }
        }
        return names.orElse(List.of()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static ASN1ObjectIdentifier otherName(String oid, ProfileProperty property) {
        ASN1ObjectIdentifier type = ASN1ObjectIdentifier.tryFromID(oid);
        if (type == null) {
            throw property.of("other-names").wrong(oid + " is no object identifier");
        }
        return type;
    }

    /** Demands names of kinds that certificates here may carry, each well formed (T-13). */
    void requireClean(List<GeneralName> names) {
        NameHygiene.requireClean(names, uris.schemes(), otherNames);
    }

    /** The names with the common name as a dNSName, where the profile says so. */
    ClaimedNames complete(ClaimedNames names) {
        Optional<GeneralName> copy = names.commonName()
                .filter(name -> copiesCommonName && DnsName.isWellFormed(name))
                .map(name -> new GeneralName(GeneralName.dNSName, new DERIA5String(name)));
        if (copy.isEmpty() || names.hasDnsName(names.commonName().orElseThrow())) {
            return names;
        }
        List<GeneralName> all = new ArrayList<>(names.alternativeNames());
        all.add(copy.get());
        return new ClaimedNames(names.subject(), List.copyOf(all));
    }

    /** Whether the device of this name may have this clean name. */
    boolean allows(GeneralName name, String device) {
        return switch (name.getTagNo()) {
            case GeneralName.dNSName -> isUnderSuffix(text(name), device);
            case GeneralName.iPAddress ->
                isInRange(ASN1OctetString.getInstance(name.getName()).getOctets());
            case GeneralName.uniformResourceIdentifier -> uris.allows(text(name));
            case GeneralName.rfc822Name -> isMailboxOf(text(name), device);
            case GeneralName.otherName ->
                OtherNameValue.of(name).filter(value -> isOwn(value, device)).isPresent();
            default -> false;
        };
    }

    /** The device's own name, or that name under a domain of the profile. */
    private boolean isUnderSuffix(String name, String device) {
        return name.equalsIgnoreCase(device)
                || dnsSuffixes.stream().anyMatch(suffix -> name.equalsIgnoreCase(device + "." + suffix));
    }

    private boolean isInRange(byte[] address) {
        return addresses.stream().anyMatch(range -> range.contains(address));
    }

    /** The device's own name before the at sign, or a device whose name is the address. */
    private boolean isMailboxOf(String address, String device) {
        return mailDomains.stream()
                .anyMatch(domain -> address.equalsIgnoreCase(device + "@" + domain)
                        || (address.equalsIgnoreCase(device)
                                && address.toLowerCase(Locale.ROOT).endsWith("@" + domain)));
    }

    /** As text, or as a mailbox of the device: what a user principal name looks like. */
    private boolean isOwn(OtherNameValue value, String device) {
        return otherNames.contains(value.type()) && (value.text().equals(device) || isMailboxOf(value.text(), device));
    }

    private static String text(GeneralName name) {
        return ((ASN1String) name.getName()).getString();
    }
}
