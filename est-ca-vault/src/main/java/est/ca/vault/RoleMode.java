package est.ca.vault;

import est.ca.CaException;
import est.ca.IssuanceRequest;
import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.pki.CertificateContent.KeyUsage;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code sign}: the role decides usages and most of the subject, the grant says names and validity. The role must take
 * neither from the request: {@code use_csr_common_name=false}, {@code use_csr_sans=false}.
 */
final class RoleMode implements SigningMode {

    /** The order in which Go writes a subject: C, O, OU, L, ST, street, postal code, CN, serialNumber; UID last. */
    private static final List<String> ORDER = List.of(
            "2.5.4.6",
            "2.5.4.10",
            "2.5.4.11",
            "2.5.4.7",
            "2.5.4.8",
            "2.5.4.9",
            "2.5.4.17",
            SubjectName.CN,
            SubjectName.SERIAL_NUMBER,
            SubjectName.UID);

    private static final Set<String> SAID_PER_REQUEST =
            Set.of(SubjectName.CN, SubjectName.SERIAL_NUMBER, SubjectName.UID);

    private final Set<SubjectName.Attribute> ofTheRole;
    private final Optional<Set<KeyUsage>> usagesOfTheRole;

    RoleMode(Optional<SubjectName> ofTheRole, Optional<Set<KeyUsage>> usagesOfTheRole) {
        this.ofTheRole = ofTheRole.map(name -> Set.copyOf(name.attributes())).orElse(Set.of());
        this.usagesOfTheRole = usagesOfTheRole;
    }

    @Override
    public String operation() {
        return "sign";
    }

    @Override
    public JsonObject content(IssuanceRequest request) {
        CertificateContent granted = request.granted();
        if (!granted.extensions().isEmpty()) {
            throw CaException.defective(
                    "mode role cannot write the extension "
                            + granted.extensions().get(0).oid() + " that profile " + request.profile() + " grants",
                    null);
        }
        if (usagesOfTheRole.isPresent() && !usagesOfTheRole.get().equals(granted.keyUsages())) {
            throw SigningMode.refused("key usages other than the role's");
        }
        SubjectName subject = SubjectName.of(granted.subject());
        requireWhatTheRoleWrites(subject);
        JsonObject content = new JsonObject();
        subject.only(SubjectName.CN).ifPresent(name -> content.put("common_name", name));
        subject.only(SubjectName.SERIAL_NUMBER).ifPresent(number -> content.put("serial_number", number));
        subject.only(SubjectName.UID).ifPresent(id -> content.put("user_ids", SigningMode.texts(List.of(id))));
        GrantedNames names = GrantedNames.of(granted);
        content.put("alt_names", commaSeparated(names));
        content.put("ip_sans", SigningMode.texts(names.addresses()));
        content.put("uri_sans", SigningMode.texts(names.texts(AlternativeName.Kind.URI)));
        return content;
    }

    private void requireWhatTheRoleWrites(SubjectName subject) {
        Set<SubjectName.Attribute> others = new HashSet<>();
        int last = -1;
        for (SubjectName.Attribute attribute : subject.attributes()) {
            int position = ORDER.indexOf(attribute.type());
            // Go would gather equal types into one relative name
            if (position <= last) {
                throw SigningMode.refused(
                        "a subject whose attributes repeat or stand in another order than the role's: "
                                + attribute.type());
            }
            last = position;
            if (!SAID_PER_REQUEST.contains(attribute.type())) {
                others.add(attribute);
            }
        }
        if (!others.equals(ofTheRole)) {
            throw SigningMode.refused("a subject with other attributes than CN, serialNumber, UID and the role's");
        }
    }

    /** DNS names and e-mail addresses share a field that is split at commas. */
    private static String commaSeparated(GrantedNames names) {
        List<String> dns = names.texts(AlternativeName.Kind.DNS_NAME);
        List<String> mail = names.texts(AlternativeName.Kind.RFC822_NAME);
        boolean mixedUp = dns.stream().anyMatch(name -> name.indexOf('@') >= 0)
                || mail.stream().anyMatch(name -> name.indexOf(',') >= 0)
                || dns.stream().anyMatch(name -> name.indexOf(',') >= 0);
        if (mixedUp) {
            throw SigningMode.refused("a name with a comma, or a DNS name with an @");
        }
        return String.join(",", dns) + (dns.isEmpty() || mail.isEmpty() ? "" : ",") + String.join(",", mail);
    }
}
