package est.record;

import est.record.PasswordAttempt.Admitted;
import est.record.PasswordAttempt.Delayed;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Failed passwords of each account at each label, in the database, so that all replicas slow down alike (T-9, I-14) and one label
 * slows nobody down at another (T-6). Accounts that do not exist are counted as those that do. No user name is kept. Thread-safe; fails with {@link RecordFailure}.
 */
@ApplicationScoped
public class FailedPasswords {
    private static final int MOST_ROWS = 100_000;
    private static final int SWEPT_EVERY = 64;
    private static final int AT_ADDRESS = 1;

    private final DatabaseCalls calls;
    private final int mostRows;
    private final int sweptEvery;
    private final AtomicInteger counted = new AtomicInteger();

    @Inject
    FailedPasswords(DatabaseCalls calls) {
        this(calls, MOST_ROWS, SWEPT_EVERY);
    }

    /** Between two sweeps there are at most {@code 2 * sweptEvery} rows of each replica more. */
    FailedPasswords(DatabaseCalls calls, int mostRows, int sweptEvery) {
        this.calls = calls;
        this.mostRows = mostRows;
        this.sweptEvery = sweptEvery;
    }

    /**
     * Whether a password of this account may be looked at now. Whatever comes of it is told by {@link #failed} or {@link
     * #succeeded}; where earlier failures cost time it counts as failed until then.
     *
     * @param label where it is presented
     * @param userName as canonical as the account's own
     * @param network where it comes from
     */
    public Uni<PasswordAttempt> admit(String label, String userName, String network, PasswordLimits limits) {
        byte[] atAddress = digest("network", label, network, userName);
        byte[] anywhere = digest("account", label, userName);
        Arguments arguments = new Arguments()
                .add(atAddress)
                .add(anywhere)
                .add(limits.atAddress().failures())
                .add(limits.atAddress().seconds())
                .add(limits.anywhere().failures())
                .add(limits.anywhere().seconds())
                .add(limits.memory().toSeconds());
        return calls.statement(FailedPasswordStatements.ADMIT, arguments.tuple())
                .map(rows -> attempt(rows, atAddress, anywhere));
    }

    private static PasswordAttempt attempt(RowSet<Row> rows, byte[] atAddress, byte[] anywhere) {
        int wait = 0;
        boolean chargedAtAddress = false;
        boolean chargedAnywhere = false;
        boolean remembered = false;
        for (Row row : rows) {
            boolean charged = row.getBoolean("charged");
            wait = Math.max(wait, row.getInteger("wait"));
            if (row.getInteger("scope") == AT_ADDRESS) {
                remembered = true;
                chargedAtAddress = charged;
            } else {
                chargedAnywhere = charged;
            }
        }
        return wait > 0
                ? new Delayed(Duration.ofSeconds(wait))
                : new Admitted(atAddress, anywhere, chargedAtAddress, chargedAnywhere, remembered);
    }

    /** The password was wrong, or there is no such account. */
    public Uni<Void> failed(Admitted attempt, PasswordLimits limits) {
        Arguments arguments = new Arguments()
                .add(attempt.atAddress())
                .add(attempt.anywhere())
                .add(!attempt.chargedAtAddress())
                .add(!attempt.chargedAnywhere())
                .add(limits.memory().toSeconds());
        return calls.statement(FailedPasswordStatements.FAILED, arguments.tuple())
                .chain(() -> counted.incrementAndGet() % sweptEvery == 0
                        ? sweep(limits.memory())
                        : Uni.createFrom().voidItem());
    }

    /** The password was right: the failures of this network are forgiven. No round trip if there are none. */
    public Uni<Void> succeeded(Admitted attempt) {
        if (!attempt.remembered() && !attempt.chargedAnywhere()) {
            return Uni.createFrom().voidItem();
        }
        // of the network's failures, a charge there is none of the account's, and the other way round
        int apart = (attempt.chargedAnywhere() ? 1 : 0) - (attempt.chargedAtAddress() ? 1 : 0);
        Arguments arguments =
                new Arguments().add(attempt.atAddress()).add(attempt.anywhere()).add(apart);
        return calls.statement(FailedPasswordStatements.SUCCEEDED, arguments.tuple())
                .replaceWithVoid();
    }

    private Uni<Void> sweep(Duration memory) {
        Arguments arguments = new Arguments().add(memory.toSeconds()).add(mostRows);
        return calls.statement(FailedPasswordStatements.SWEEP, arguments.tuple())
                .replaceWithVoid()
                // the next one sweeps; the failure itself is counted
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static byte[] digest(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
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
