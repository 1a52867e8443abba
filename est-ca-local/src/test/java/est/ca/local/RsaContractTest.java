package est.ca.local;

import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.CertificationAuthorityContract;
import est.ca.TestRequests;
import est.pki.AlternativeName;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.io.TempDir;

/** An RSA authority signs on workers, which may be busy or stuck. */
class RsaContractTest extends CertificationAuthorityContract {

    private static final KeyPair KEYS = TestRequests.keys("RSA", 2048);
    private static final String PASSWORD = "open sesame";

    @TempDir
    private Path folder;

    @Override
    protected CertificationAuthority open() {
        return files().open(Clock.systemUTC());
    }

    @Override
    protected Set<Behavior> absent() {
        return EnumSet.of(
                Behavior.REVOCATION, Behavior.REVOCATION_LISTS, Behavior.KEY_GENERATION, Behavior.UNKNOWN_OUTCOME);
    }

    @Override
    protected Optional<Provocation> provoke(CaException.Kind kind) {
        return switch (kind) {
            case REFUSED ->
                Optional.of(new Provocation(
                        open(),
                        TestRequests.valid()
                                .withNames(AlternativeName.of(AlternativeName.Kind.DNS_NAME, new byte[] {'a', 0, 'b'}))
                                .build()));
            case UNAVAILABLE ->
                withWorkers(task -> {
                    throw new RejectedExecutionException("full");
                });
            case DEFECTIVE ->
                Optional.of(new Provocation(
                        files().open(new SteppingClock(CaFiles.NOW, Duration.ofDays(-36_500))),
                        TestRequests.valid().build()));
            case UNKNOWN -> Optional.empty();
        };
    }

    @Override
    protected Optional<Provocation> silence() {
        return withWorkers(task -> {});
    }

    @Override
    protected Set<String> secrets() {
        return Set.of(PASSWORD);
    }

    private Optional<Provocation> withWorkers(Executor workers) {
        return Optional.of(new Provocation(
                files().open(Clock.systemUTC(), workers), TestRequests.valid().build()));
    }

    private CaFiles files() {
        return new CaFiles(folder, KEYS)
                .withPkcs12(PASSWORD, "r--r-----")
                .withPasswordFile(PASSWORD + "\n", "r--------");
    }
}
