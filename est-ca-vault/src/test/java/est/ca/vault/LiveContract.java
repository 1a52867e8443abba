package est.ca.vault;

import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.CertificationAuthorityContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a running Vault or OpenBao; its subclasses are skipped where none is given. */
abstract class LiveContract extends CertificationAuthorityContract {

    private static LiveVault vault;

    @TempDir
    private Path folder;

    private final EnumSet<Behavior> absent =
            EnumSet.of(Behavior.PROPOSED_SERIAL, Behavior.KEY_GENERATION, Behavior.UNKNOWN_OUTCOME, Behavior.SILENCE);
    private final String mode;

    LiveContract(String mode, Behavior... absent) {
        this.mode = mode;
        this.absent.addAll(Set.of(absent));
    }

    @BeforeAll
    static void enter() throws Exception {
        vault = new LiveVault();
    }

    @AfterAll
    static void leave() throws Exception {
        vault.close();
    }

    /** Settings beside the usual ones. */
    OpenVault adjust(OpenVault usual) {
        return usual;
    }

    private OpenVault usual() {
        return adjust(vault.open(mode, folder));
    }

    @Override
    protected CertificationAuthority open() {
        return usual().open();
    }

    @Override
    protected Set<Behavior> absent() {
        return absent;
    }

    @Override
    protected Optional<Provocation> provoke(CaException.Kind kind) {
        OpenVault wrong =
                switch (kind) {
                    case REFUSED -> usual();
                    case UNAVAILABLE -> usual().with("addresses", nobody());
                    case DEFECTIVE -> usual().with("mount", "est-test-nowhere");
                    case UNKNOWN -> null;
                };
        return Optional.ofNullable(wrong)
                .map(settings -> new Provocation(
                        settings.open(),
                        kind == CaException.Kind.REFUSED
                                ? valid().withSubject("CN=a+OU=b,O=Example").build()
                                : valid().build()));
    }

    private static String nobody() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Set<String> secrets() {
        return Set.of(vault.token());
    }
}
