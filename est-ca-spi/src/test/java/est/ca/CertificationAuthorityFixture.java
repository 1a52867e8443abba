package est.ca;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** What a provider's module says about its authority, so that {@link CertificationAuthorityContract} can judge it. */
public abstract class CertificationAuthorityFixture {

    /** What an authority may lack without breaking the contract. */
    public enum Behavior {
        /** Certifies Ed25519 keys; absent: refuses them. */
        ED25519_KEYS,
        /** Writes what was granted where the request asks for something else; absent: refuses that. */
        GRANT_OVER_REQUEST,
        /** Writes usages request by request; absent: fixed ones, and refuses others. */
        USAGES_PER_REQUEST,
        /** Writes further extensions; absent: fails as DEFECTIVE, for no request of that profile could be issued. */
        FURTHER_EXTENSIONS,
        /** Writes the proposed serial; absent: draws its own. */
        PROPOSED_SERIAL,
        /** Has the facet. */
        REVOCATION,
        /** Has the facet. */
        REVOCATION_LISTS,
        /** Has the facet. */
        KEY_GENERATION,
        /** Has the facet. */
        ISSUED_CERTIFICATES,
        /** Can be brought to fail as REFUSED. */
        REFUSAL,
        /** Can be brought to fail as UNAVAILABLE. */
        UNAVAILABILITY,
        /** Can be brought to fail as DEFECTIVE. */
        DEFECT,
        /** Can be brought to fail as UNKNOWN. */
        UNKNOWN_OUTCOME,
        /** Has a back end that can fall silent. */
        SILENCE
    }

    /**
     * An authority in a condition, and a request that meets it.
     *
     * @param authority closed by the kit
     * @param request what to ask
     */
    public record Provocation(CertificationAuthority authority, IssuanceRequest request) {}

    private final List<CertificationAuthority> opened = new ArrayList<>();

    /** Opens a fresh authority in good order; the kit closes it. */
    protected abstract CertificationAuthority open();

    /**
     * A request every authority grants. An authority that copies the request gets one that asks for what is granted: {@link
     * TestRequests#askingForTheGrant()}.
     */
    protected TestRequests valid() {
        return TestRequests.valid();
    }

    /** What this authority lacks. */
    protected Set<Behavior> absent() {
        return Set.of();
    }

    /** An authority and a request that fail this way; empty exactly if the behavior is absent. */
    protected Optional<Provocation> provoke(CaException.Kind kind) {
        return Optional.empty();
    }

    /** An authority whose back end does not answer the request; empty exactly if the behavior is absent. */
    protected Optional<Provocation> silence() {
        return Optional.empty();
    }

    /** Texts that no message may contain: passwords, tokens, key material of the fixture. */
    protected Set<String> secrets() {
        return Set.of();
    }

    @AfterEach
    void closeWhatWasOpened() {
        opened.forEach(CertificationAuthority::close);
    }

    /** Opens one that the kit closes after the test. */
    final CertificationAuthority authority() {
        CertificationAuthority authority = open();
        opened.add(authority);
        return authority;
    }

    /** What the fixture must be able to provoke. */
    final Provocation condition(Optional<Provocation> provocation) {
        Provocation given = provocation.orElseThrow(() -> new AssertionError("the fixture cannot provoke it"));
        opened.add(given.authority());
        return given;
    }

    /** Whether a behavior is expected of this authority. */
    final boolean expects(Behavior behavior) {
        return !absent().contains(behavior);
    }
}
