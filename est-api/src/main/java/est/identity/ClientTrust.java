package est.identity;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which client certificates count at a label, beside those that its own CA issued under it.
 *
 * @param manufacturers whose end entities may enroll
 * @param acceptsExpired whether a manufacturer certificate that has ended still counts (IEEE 802.1AR identities often have)
 * @param authorities who may enroll for others
 */
public record ClientTrust(
        List<ManufacturerAnchors> manufacturers, boolean acceptsExpired, List<RegistrationAuthority> authorities) {

    /** Trust in nobody but those whom the label's own CA certified. */
    public static final ClientTrust NOBODY = new ClientTrust(List.of(), false, List.of());

    /** Copies the lists. */
    public ClientTrust {
        manufacturers = List.copyOf(manufacturers);
        authorities = List.copyOf(authorities);
    }

    /** Trust in the current end entities of one CA, and in nobody else. */
    public static ClientTrust in(X509Certificate anchor) {
        ManufacturerAnchors only = new ManufacturerAnchors("only", Set.of(anchor), List.of(), Optional.empty());
        return new ClientTrust(List.of(only), false, List.of());
    }

    /** All anchors. */
    public Set<X509Certificate> anchors() {
        return manufacturers.stream()
                .flatMap(manufacturer -> manufacturer.anchors().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The registration authority whose certificate this is: an entry about this very one counts before one about its subject. */
    Optional<RegistrationAuthority> authority(X509Certificate certificate) {
        return authorities.stream()
                .filter(authority -> authority.names(certificate))
                .findFirst()
                .or(() -> authorities.stream()
                        .filter(authority -> authority.namesSubjectOf(certificate))
                        .findFirst());
    }
}
