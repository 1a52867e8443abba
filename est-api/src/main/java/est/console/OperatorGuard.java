package est.console;

import est.record.AuditRecords;
import est.record.Operator;
import est.record.OperatorRecords;
import est.record.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says who calls and whether they may. Every operation asks it first, with the role it needs; no path is a permission. The token
 * is looked up for each call, so that a removed operator is nobody from the next call on. Thread-safe.
 */
@ApplicationScoped
class OperatorGuard {
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([^ ]+)");

    private final OperatorRecords operators;
    private final AuditRecords audit;
    private final SecureRandom random;

    OperatorGuard(OperatorRecords operators, AuditRecords audit, SecureRandom random) {
        this.operators = operators;
        this.audit = audit;
        this.random = random;
    }

    /**
     * The operator who calls.
     *
     * @return fails with {@link ConsoleRefusal} {@code UNAUTHENTICATED} or {@code NOT_ALLOWED}, audited unless nothing was
     *     presented, or with the record's failure
     */
    Uni<Operator> require(Operator.Role needed, Caller caller) {
        if (caller.authorization().isEmpty()) {
            return Uni.createFrom().failure(unauthenticated());
        }
        return find(caller).flatMap(found -> {
            if (found.isEmpty()) {
                return refuse(caller, Optional.empty(), "OPERATOR_UNKNOWN", unauthenticated());
            }
            Operator operator = found.get();
            return operator.role().covers(needed)
                    ? Uni.createFrom().item(operator)
                    : refuse(
                            caller,
                            Optional.of(actor(operator)),
                            "OPERATOR_NOT_ALLOWED",
                            new ConsoleRefusal(ConsoleRefusal.Reason.NOT_ALLOWED, "this needs the role " + needed));
        });
    }

    /** How the audit calls an operator of the console: no account of the machine is called so. */
    static String actor(Operator operator) {
        return "console:" + operator.name();
    }

    private Uni<Optional<Operator>> find(Caller caller) {
        Optional<OperatorToken> token = caller.authorization().size() == 1
                ? token(caller.authorization().get(0))
                : Optional.empty();
        return token.map(presented -> operators.find(presented.sha256()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static Optional<OperatorToken> token(String authorization) {
        Matcher bearer = BEARER.matcher(authorization);
        return bearer.matches() ? OperatorToken.presented(bearer.group(1)) : Optional.empty();
    }

    private Uni<Operator> refuse(Caller caller, Optional<String> who, String reason, ConsoleRefusal refusal) {
        Refusal event = new Refusal("", "console", who, reason, caller.address(), reference());
        return audit.refused(event).chain(() -> Uni.createFrom().failure(refusal));
    }

    private String reference() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    private static ConsoleRefusal unauthenticated() {
        return new ConsoleRefusal(ConsoleRefusal.Reason.UNAUTHENTICATED, "an operator's token is required");
    }
}
