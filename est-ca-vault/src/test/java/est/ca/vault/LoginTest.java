package est.ca.vault;

import static est.ca.Answers.await;
import static est.ca.Answers.failureOf;
import static est.ca.vault.OutcomeTableTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.Issuance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in, staying logged in, and being thrown out. */
class LoginTest {

    private static final String SIGN = "sign-verbatim";
    private static final Duration AT_ALL = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final LoopbackVault vault = LoopbackVault.start();
    private OpenVault open;

    @AfterEach
    void stop() {
        if (open != null) {
            open.close();
        }
        vault.close();
    }

    private OpenVault usual() {
        open = OpenVault.at(vault, folder);
        return open;
    }

    private static void issues(CertificationAuthority authority) {
        assertThat(await(authority.issue(request()))).isInstanceOf(Issuance.Issued.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"approle", "kubernetes", "jwt", "cert", "token-file"})
    void each_method_logs_in(String method) {
        usual().with("auth.method", method)
                .with("auth.role", LoopbackVault.ROLE)
                .with("auth.jwt-file", open.write("jwt", LoopbackVault.JWT).toString())
                .withSecret("auth.token-file", "token", vault.newToken());

        issues(open.open());
    }

    @Test
    void nothing_is_asked_before_somebody_asks() {
        usual().open();

        assertThat(vault.count("login")).isZero();
    }

    @Test
    void F_20_an_expired_token_with_100_callers_is_one_login() {
        CertificationAuthority authority = usual().with("pool-size", "25").open();
        issues(authority);
        vault.revokeTokens();

        List<CompletionStage<Issuance>> answers =
                Stream.generate(() -> authority.issue(request())).limit(100).toList();

        assertThat(answers).allSatisfy(answer -> assertThat(await(answer)).isInstanceOf(Issuance.Issued.class));
        assertThat(vault.count("login")).isEqualTo(2);
    }

    @Test
    void F_20_100_first_callers_are_one_login() {
        CertificationAuthority authority = usual().with("pool-size", "25").open();

        List<CompletionStage<Issuance>> answers =
                Stream.generate(() -> authority.issue(request())).limit(100).toList();

        assertThat(answers).allSatisfy(answer -> assertThat(await(answer)).isInstanceOf(Issuance.Issued.class));
        assertThat(vault.count("login")).isEqualTo(1);
    }

    @Test
    void a_missing_policy_is_a_defect_and_no_login_storm() {
        CertificationAuthority authority = usual().open();
        vault.always(SIGN, 403, "permission denied");

        for (int i = 0; i < 5; i++) {
            assertThat(failureOf(authority.issue(request())).kind()).isEqualTo(CaException.Kind.DEFECTIVE);
        }

        assertThat(vault.count("login")).isEqualTo(2);
    }

    @Test
    void a_secret_id_file_that_was_replaced_is_read_anew() {
        CertificationAuthority authority = usual().open();
        issues(authority);
        vault.revokeTokens();
        vault.secretId = "canary-secret-id-2";
        open.write("secret-id", vault.secretId);

        issues(authority);
    }

    @Test
    void bad_credentials_are_a_defect_and_a_sealed_login_is_not() {
        CertificationAuthority authority = usual().open();
        open.write("secret-id", "wrong");
        assertThat(failureOf(authority.issue(request())).kind()).isEqualTo(CaException.Kind.DEFECTIVE);
        assertThat(failureOf(authority.probe()).kind()).isEqualTo(CaException.Kind.DEFECTIVE);

        vault.always("login", 503, "Vault is sealed");
        assertThat(failureOf(open.open().issue(request())).kind()).isEqualTo(CaException.Kind.UNAVAILABLE);
    }

    @Test
    void a_failed_login_is_not_repeated_by_every_caller() {
        CertificationAuthority authority = usual().open();
        vault.always("login", 400, "invalid role or secret ID");

        for (int i = 0; i < 20; i++) {
            failureOf(authority.issue(request()));
        }

        // Vault locks out who fails five times
        assertThat(vault.count("login")).isLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_token_is_renewed_or_replaced_before_it_ends(boolean renewable) {
        vault.lease = 2;
        vault.renewable = renewable;
        issues(usual().open());

        awaitCount(renewable ? "renew" : "login", renewable ? 1 : 2);
    }

    @Test
    void a_renewal_that_is_refused_becomes_a_login() {
        vault.lease = 2;
        vault.renewable = true;
        vault.always("renew", 403, "permission denied");
        issues(usual().open());

        awaitCount("login", 2);
    }

    @Test
    void a_token_file_is_read_anew_when_its_token_is_refused() {
        CertificationAuthority authority = usual().with("auth.method", "token-file")
                .withSecret("auth.token-file", "token", vault.newToken())
                .open();
        issues(authority);
        vault.revokeTokens();
        open.write("token", vault.newToken());

        issues(authority);
    }

    @Test
    void T_25_a_secret_open_to_others_is_not_used() throws IOException {
        CertificationAuthority authority = usual().open();
        Files.setPosixFilePermissions(folder.resolve("secret-id"), PosixFilePermissions.fromString("rw-r--r--"));

        CaException failure = failureOf(authority.issue(request()));

        assertThat(failure.kind()).isEqualTo(CaException.Kind.DEFECTIVE);
        assertThat(failure).hasStackTraceContaining("est.ca.test.vault.auth.secret-id-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.role-id", "auth.secret-id-file"})
    void what_a_method_needs_is_asked_for_at_start(String key) {
        OpenVault incomplete = usual().without(key);

        assertThatThrownBy(incomplete::open).hasMessage("est.ca.test.vault." + key + ": is not set");
    }

    private void awaitCount(String operation, int least) {
        long end = System.nanoTime() + AT_ALL.toNanos();
        while (vault.count(operation) < least && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertThat(vault.count(operation)).isGreaterThanOrEqualTo(least);
    }
}
