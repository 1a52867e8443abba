package est.approval;

import est.policy.ApprovalRule;
import est.policy.Label;
import est.record.Consent;
import est.record.GrantText;
import est.record.Intent;
import est.record.Occasion;
import est.record.PendingRecords;
import est.record.RepeatRule;
import est.record.Standing;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says which requests need a person's approval, and has those that lack it wait. Thread-safe. */
@ApplicationScoped
public class Approval {
    /** The label demands it of every request. */
    private static final String BY_LABEL = "LABEL";

    /** Nobody knows the device: whoever approves registers it. */
    private static final String BY_DEVICE = "DEVICE";

    /** The device has a valid certificate already. */
    private static final String BY_DUPLICATE = "DUPLICATE";

    /** The label's authorizer has not decided. */
    private static final String BY_AUTHORIZER = "AUTHORIZER";

    /** Approved between two looks. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final PendingRecords records;
    private final ApprovalSettings settings;
    private final SecureRandom random;
    private volatile @Nullable ApprovalRules rules;

    Approval(PendingRecords records, ApprovalSettings settings, SecureRandom random) {
        this.records = records;
        this.settings = settings;
        this.random = random;
    }

    /**
     * Checks the settings before the first request.
     *
     * @throws IllegalArgumentException naming the property that cannot work
     */
    public void open() {
        replace(ApprovalRules.of(settings));
    }

    /** Puts other rules in force: whoever waits already keeps the time that it was given. */
    public void replace(ApprovalRules others) {
        rules = others;
    }

    private ApprovalRules rules() {
        return Objects.requireNonNull(rules, "opened before the first request");
    }

    /**
     * What operators may have to say before this intent may be committed; empty if nobody asks any.
     *
     * @param undecided the words of an authorizer that has not decided
     */
    public Optional<Consent> needed(Label label, Intent intent, Optional<String> undecided) {
        return demand(label, intent, undecided.isPresent()).map(demand -> new Consent(content(intent), demand));
    }

    private static Optional<Consent.Demand> demand(Label label, Intent intent, boolean undecided) {
        if (undecided || isOfUnknown(intent) || label.approval() == ApprovalRule.ALWAYS) {
            return Optional.of(Consent.Demand.ALWAYS);
        }
        if (intent.repeats().duplicates() == RepeatRule.Duplicates.APPROVED) {
            return Optional.of(Consent.Demand.FOR_DUPLICATES);
        }
        // what an operator rejected while the authorizer had not decided stays rejected when it allows
        return label.decision().map(authorizer -> Consent.Demand.NEVER);
    }

    private static boolean isOfUnknown(Intent intent) {
        return intent.registry().registers().isPresent();
    }

    /**
     * Has a request wait that is not approved. It needs no help of the client to be found again (EST-PEND-04).
     *
     * @param why what is special about it
     * @param bound whether it was bound to its TLS session
     * @return never an item. Fails with {@link AwaitingApproval}, {@link ApprovalRefusal}, or as the record does
     */
    public <T> Uni<T> await(Intent intent, Consent consent, Occasion why, boolean bound) {
        return records.ask(intent, consent, why, rules().limits())
                .flatMap(standing -> Uni.createFrom().failure(failure(standing, bound)));
    }

    /**
     * Why operators are asked, the most particular reason that there is. Their approval counts whatever the reason.
     *
     * @param duplicate whether the device has a valid certificate
     * @param undecided the words of an authorizer that has not decided
     */
    public static Occasion occasion(Intent intent, boolean duplicate, Optional<String> undecided) {
        if (isOfUnknown(intent)) {
            return new Occasion(BY_DEVICE, undecided.orElse(""));
        }
        if (duplicate) {
            return new Occasion(BY_DUPLICATE, undecided.orElse(""));
        }
        return undecided.map(words -> new Occasion(BY_AUTHORIZER, words)).orElse(new Occasion(BY_LABEL));
    }

    /** For a request that comes with a one-time secret that another one holds. */
    public ApprovalRefusal secretHeld() {
        return new ApprovalRefusal(ApprovalRefusal.Reason.SECRET_HELD, retryAfter());
    }

    private RuntimeException failure(Standing standing, boolean bound) {
        return switch (standing) {
            case WAITING -> new AwaitingApproval(retryAfter(), bound);
            case APPROVED -> new AwaitingApproval(AT_ONCE, bound);
            case REJECTED -> refusal(ApprovalRefusal.Reason.REJECTED);
            case TOO_MANY_OF_IDENTITY -> refusal(ApprovalRefusal.Reason.TOO_MANY_OF_IDENTITY);
            case TOO_MANY_OF_LABEL -> refusal(ApprovalRefusal.Reason.TOO_MANY_OF_LABEL);
            case SECRET_HELD -> secretHeld();
        };
    }

    private ApprovalRefusal refusal(ApprovalRefusal.Reason reason) {
        return new ApprovalRefusal(reason, retryAfter());
    }

    /** A quarter sooner or later: what waited together does not come back together (T-23). */
    private Duration retryAfter() {
        long millis = rules().retryAfter().toMillis();
        long spread = millis / 2;
        long chosen = millis - millis / 4 + (spread == 0 ? 0 : random.nextLong(spread + 1));
        return Duration.ofSeconds(Math.max(1, Math.round(chosen / 1000.0)));
    }

    /** Each part with its length, so that no two lists of parts are the same octets. */
    private static byte[] content(Intent intent) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {intent.profile(), intent.ca(), GrantText.undated(intent.grant())}) {
                byte[] octets = part.getBytes(StandardCharsets.UTF_8);
                digest.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(octets);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
