package est.ca.vault;

import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.CertificationAuthorityContract;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a loopback Vault, for every mode. */
abstract class LoopbackContract extends CertificationAuthorityContract {

    @TempDir
    private Path folder;

    private final LoopbackVault vault = LoopbackVault.start();
    private final EnumSet<Behavior> absent = EnumSet.of(Behavior.PROPOSED_SERIAL, Behavior.KEY_GENERATION);
    private final String mode;
    private OpenVault open;

    LoopbackContract(String mode, Behavior... absent) {
        this.mode = mode;
        this.absent.addAll(Set.of(absent));
    }

    /** Settings beside the usual ones. */
    OpenVault adjust(OpenVault usual) {
        return usual;
    }

    @AfterEach
    void stop() {
        if (open != null) {
            open.close();
        }
        vault.close();
    }

    @Override
    protected CertificationAuthority open() {
        open = adjust(OpenVault.at(vault, folder)
                .with("mode", mode)
                .with("revocation", "true")
                .with("lookup", "true"));
        return open.open();
    }

    @Override
    protected Set<Behavior> absent() {
        return absent;
    }

    @Override
    protected Optional<Provocation> provoke(CaException.Kind kind) {
        String operation = mode.equals("verbatim") ? "sign-verbatim" : mode.equals("role") ? "sign" : "cel/sign";
        switch (kind) {
            case REFUSED -> vault.always(operation, 400, "common name not allowed by this role");
            case UNAVAILABLE -> vault.seal();
            case DEFECTIVE -> vault.always(operation, 404, "no handler for route");
            case UNKNOWN ->
                vault.always(operation, request -> request.connection().close());
        }
        return Optional.of(new Provocation(open(), valid().build()));
    }

    @Override
    protected Optional<Provocation> silence() {
        vault.always("login", HttpServerRequest::pause);
        return Optional.of(new Provocation(open(), valid().build()));
    }

    @Override
    protected Set<String> secrets() {
        return Set.of(vault.secretId, "hvs.canary");
    }
}
