package est.ca.local;

import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.CertificationAuthorityContract;
import est.ca.TestRequests;
import est.pki.CertificateContent.KeyUsage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** An EC authority signs on the caller's thread: it is never too busy and has nothing that could fall silent. */
class EcContractTest extends CertificationAuthorityContract {

    static final String PASSWORD = "correct horse battery staple";

    @TempDir
    private Path folder;

    @Override
    protected CertificationAuthority open() {
        return files().open(Clock.systemUTC());
    }

    @Override
    protected Set<Behavior> absent() {
        return EnumSet.of(
                Behavior.REVOCATION,
                Behavior.REVOCATION_LISTS,
                Behavior.KEY_GENERATION,
                Behavior.UNAVAILABILITY,
                Behavior.UNKNOWN_OUTCOME,
                Behavior.SILENCE);
    }

    @Override
    protected Optional<Provocation> provoke(CaException.Kind kind) {
        return switch (kind) {
            case REFUSED ->
                Optional.of(new Provocation(
                        open(),
                        TestRequests.valid()
                                .withUsages(KeyUsage.KEY_ENCIPHERMENT)
                                .build()));
            case DEFECTIVE ->
                Optional.of(new Provocation(
                        files().open(new SteppingClock(CaFiles.NOW, Duration.ofDays(36_500))),
                        TestRequests.valid().build()));
            case UNAVAILABLE, UNKNOWN -> Optional.empty();
        };
    }

    @Override
    protected Set<String> secrets() {
        return Set.of(PASSWORD);
    }

    private CaFiles files() {
        return CaFiles.ec(folder).withEncryptedKey(PASSWORD).withPassword(PASSWORD);
    }
}
