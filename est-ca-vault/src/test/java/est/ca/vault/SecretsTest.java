package est.ca.vault;

import static est.ca.Answers.await;
import static est.ca.Answers.failureOf;
import static est.ca.vault.OutcomeTableTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import est.ca.CaException;
import est.ca.CertificationAuthority;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I-10: canaries go in as secrets, and nothing that is printed holds one. */
class SecretsTest {

    private static final String CANARY = "canary";

    @TempDir
    private Path folder;

    private final LoopbackVault vault = LoopbackVault.start();
    private OpenVault open;
    private final List<String> log = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public synchronized void publish(LogRecord entry) {
            log.add(entry.getMessage() + " " + stackTrace(entry.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        open = OpenVault.at(vault, folder);
        handler.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(handler);
        Logger.getLogger("est").setLevel(Level.ALL);
        Logger.getLogger("io.vertx").setLevel(Level.ALL);
    }

    @AfterEach
    void stop() {
        Logger.getLogger("").removeHandler(handler);
        Logger.getLogger("est").setLevel(null);
        Logger.getLogger("io.vertx").setLevel(null);
        open.close();
        vault.close();
    }

    private static String stackTrace(@Nullable Throwable thrown) {
        StringWriter text = new StringWriter();
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

    @Test
    void I_10_no_failure_and_no_log_line_tells_a_secret() {
        CertificationAuthority authority = open.open();
        await(authority.probe());
        for (int status : new int[] {400, 403, 404, 500, 503}) {
            vault.always("sign-verbatim", status, "no");
            CaException failure = failureOf(authority.issue(request()));
            assertThat(stackTrace(failure)).doesNotContain(CANARY);
        }
        vault.always("sign-verbatim", request -> request.connection().close());
        assertThat(stackTrace(failureOf(authority.issue(request())))).doesNotContain(CANARY);
        vault.always("login", 400, "no");
        vault.revokeTokens();
        vault.always("sign-verbatim", 403, "no");
        assertThat(stackTrace(failureOf(open.open().issue(request())))).doesNotContain(CANARY);

        assertThat(log).isNotEmpty().noneMatch(line -> line.contains(CANARY));
    }

    @Test
    void I_10_nothing_prints_a_secret() {
        Secret secret = new Secret(CANARY);
        VaultCall call = VaultCall.post("login", "auth/approle/login", new JsonObject().put("secret_id", CANARY))
                .by(secret);

        assertThat(List.of(
                        secret.toString(),
                        call.toString(),
                        new Login.Held(secret, Duration.ZERO, false).toString(),
                        new VaultAnswer(200, Buffer.buffer(CANARY), Optional.empty()).toString()))
                .noneMatch(text -> text.contains(CANARY));
    }

    @Test
    void T_26_a_complaint_cannot_forge_a_line() {
        Buffer body = LoopbackVault.error("a\r\nb\u202ec" + "x".repeat(5000)).toBuffer();

        String complaint = new VaultAnswer(400, body, Optional.empty()).complaint();

        assertThat(complaint).startsWith("400 a??b?c").hasSizeLessThan(600);
    }
}
