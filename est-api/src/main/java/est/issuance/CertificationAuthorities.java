package est.issuance;

import est.ca.CaCertificates;
import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.CertificationAuthorityProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Every configured certification authority, opened once at start by the provider of its type. Thread-safe after
 * {@link #open()}.
 */
@ApplicationScoped
public class CertificationAuthorities {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

    private final CaSettings settings;
    private final IssuanceSettings bounds;
    private final Instance<CertificationAuthorityProvider> providers;
    private final Provider signatures;
    private final MeterRegistry meters;
    private volatile Map<String, SupervisedAuthority> authorities = Map.of();

    CertificationAuthorities(
            CaSettings settings,
            IssuanceSettings bounds,
            @Any Instance<CertificationAuthorityProvider> providers,
            Provider signatures,
            MeterRegistry meters) {
        this.settings = settings;
        this.bounds = bounds;
        this.providers = providers;
        this.signatures = signatures;
        this.meters = meters;
    }

    /**
     * Opens all authorities. Blocks on local files.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    public void open() {
        Map<String, SupervisedAuthority> opened = new TreeMap<>();
        settings.authorities().forEach((name, entry) -> opened.put(name, open(name, entry.type())));
        if (opened.isEmpty()) {
            throw new IllegalArgumentException("est.ca.<name>.type: no certification authority is configured");
        }
        authorities = Map.copyOf(opened);
    }

    /** The names of all authorities, sorted. */
    public Set<String> names() {
        return new TreeMap<>(authorities).keySet();
    }

    /**
     * What {@code /cacerts} serves for this authority: issuing CA first, root last, rollover certificates behind it. Served
     * from memory, also while the authority cannot be reached (I-6).
     *
     * @return never empty; fails with {@link IssuanceFailure} if they were never obtained
     */
    public Uni<List<X509Certificate>> caCertificates(String ca) {
        return authority(ca).certificates().current().map(CaCertificates::all);
    }

    /** The certificates of all authorities, as far as they were ever obtained; none of their keys is anybody's to enroll. */
    public List<X509Certificate> known() {
        return authorities.values().stream()
                .flatMap(authority -> authority.certificates().lastSeen().stream())
                .flatMap(seen -> seen.all().stream())
                .toList();
    }

    /**
     * The authority's own chain as it was last seen, issuing CA first, without rollover certificates.
     *
     * @return empty if it was never obtained
     */
    public List<X509Certificate> chainInMemory(String ca) {
        return authority(ca)
                .certificates()
                .lastSeen()
                .map(CaCertificates::chain)
                .orElse(List.of());
    }

    /**
     * Whether the authority is known to be away, so that it would not be asked (T-23); costs nothing.
     *
     * @return the failure that {@link #issue} would end with; empty if it may be asked
     */
    public Optional<IssuanceFailure> absence(String ca) {
        return authority(ca).absence();
    }

    /**
     * Has the authority sign under the deadline, and distrusts its answer (I-5).
     *
     * @return a certificate that is what was granted; fails with {@link IssuanceFailure}
     */
    public Uni<X509Certificate> issue(Signing signing) {
        return authority(signing.ca()).issue(signing);
    }

    /**
     * What the authority says it signed for a request whose outcome is not known, each compared with the grant. Nothing is
     * signed.
     *
     * @return none if there is no such certificate. Fails with {@link IssuanceFailure} if the authority cannot tell
     */
    public Uni<List<Found>> signedFor(Signing signing) {
        return Uni.createFrom().deferred(() -> authority(signing.ca()).signedFor(signing));
    }

    /**
     * Has the authority revoke a certificate that nobody has received.
     *
     * @return false if it cannot revoke. Fails with {@link IssuanceFailure}
     */
    public Uni<Boolean> revoke(String ca, X509Certificate certificate) {
        return Uni.createFrom().deferred(() -> authority(ca).revoke(certificate));
    }

    /**
     * Opens one that signs as the authority does, for the rehearsal before the first client comes.
     *
     * @return empty if the authority's work is done elsewhere; the caller closes it
     */
    public Optional<RehearsalAuthority> rehearsal(String ca) {
        return Optional.ofNullable(settings.authorities().get(ca))
                .flatMap(entry -> provider(ca, entry.type()).rehearsal(ca))
                .map(authority -> new RehearsalAuthority(supervised(ca, authority, new SimpleMeterRegistry())));
    }

    /** Whether the authority could sign right now: reachable and willing to let this server in. Never fails. */
    public Uni<Boolean> isUp(String ca) {
        return Uni.createFrom().deferred(() -> authority(ca).isUp()).onFailure().recoverWithItem(false);
    }

    @PreDestroy
    void close() {
        authorities.values().forEach(SupervisedAuthority::close);
    }

    private SupervisedAuthority authority(String ca) {
        SupervisedAuthority authority = authorities.get(ca);
        if (authority == null) {
            throw new IssuanceFailure(IssuanceFailure.Kind.DEFECTIVE, "the certification authority is not open");
        }
        return authority;
    }

    private SupervisedAuthority open(String name, String type) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("est.ca." + name + ": a name consists of lower case letters and digits");
        }
        try {
            return supervised(name, provider(name, type).open(name), meters);
        } catch (CaException defective) {
            throw new IllegalArgumentException(defective.getMessage(), defective);
        }
    }

    private SupervisedAuthority supervised(String name, CertificationAuthority authority, MeterRegistry counting) {
        return new SupervisedAuthority(
                name, authority, bounds, new AnswerCheck(signatures), new CaMeters(counting, name));
    }

    private CertificationAuthorityProvider provider(String name, String type) {
        return providers.stream()
                .filter(candidate -> candidate.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "est.ca." + name + ".type: no provider of type " + type + "; present are " + types()));
    }

    private List<String> types() {
        return providers.stream()
                .map(CertificationAuthorityProvider::type)
                .sorted()
                .toList();
    }
}
