package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class CredentialRecordsTest extends RecordTest {
    private static final Optional<String> NOT_TIED = Optional.empty();

    private UUID user(String name) {
        return await(credentials.createUser(name, "$argon2id$hash", Optional.of("device1"), NOT_TIED, "operator ann"));
    }

    @Test
    void a_secret_is_found_by_its_digest() {
        byte[] digest = Enrollments.newKey();
        Instant expires = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
        UUID id = await(credentials.createSecret(
                new NewSecret(digest, Optional.of("device1"), Optional.of("nmos"), Optional.of("short"), expires),
                "test"));

        Secret found = await(credentials.findSecret(digest)).orElseThrow();
        assertThat(found)
                .isEqualTo(new Secret(
                        id,
                        Optional.of("device1"),
                        Optional.of("nmos"),
                        Optional.of("short"),
                        expires,
                        Optional.empty(),
                        found.readAt(),
                        false));
        assertThat(found.readAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void I_11_a_spent_secret_says_when() {
        byte[] digest = Enrollments.newKey();
        UUID id = await(credentials.createSecret(
                new NewSecret(
                        digest, NOT_TIED, NOT_TIED, NOT_TIED, Instant.now().plusSeconds(60)),
                "test"));
        issue(Enrollments.newKey(), Optional.of(id));

        assertThat(await(credentials.findSecret(digest)).orElseThrow().spentAt())
                .isPresent();
    }

    @Test
    void T_9_a_user_is_found_by_the_exact_name_after_NFC() {
        String composed = "caf\u00e9-" + UUID.randomUUID();
        String decomposed = composed.replace("\u00e9", "e\u0301");
        UUID id = user(decomposed);

        assertThat(await(credentials.findUser(composed)).orElseThrow().id()).isEqualTo(id);
        assertThat(await(credentials.findUser(composed.toUpperCase(java.util.Locale.ROOT))))
                .isEmpty();
        assertThat(await(credentials.findUser(composed + " "))).isEmpty();
        assertThat(await(credentials.findUser("a\0b"))).isEmpty();
    }

    @Test
    void a_user_name_is_given_once() {
        String name = "ann-" + UUID.randomUUID();
        user(name);

        assertThat(failure(credentials.createUser(name, "$argon2id$other", NOT_TIED, NOT_TIED, "test")))
                .isEqualTo(RecordFailure.Kind.NAME_TAKEN);
    }

    @Test
    void I_9_a_new_credential_is_audited_with_its_actor() {
        String name = "ann-" + UUID.randomUUID();
        UUID id = user(name);

        assertThat(sql.ask("select event || ' ' || actor || ' ' || reason from est.audit_event where identity = '"
                        + name + "'"))
                .isEqualTo("CREDENTIAL_CREATED operator ann user " + id);
    }

    @Test
    void I_10_no_hash_in_text() {
        String name = "ann-" + UUID.randomUUID();
        user(name);

        assertThat(await(credentials.findUser(name)).orElseThrow().toString()).doesNotContain("argon2");
    }
}
