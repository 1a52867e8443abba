package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.Opened;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything at once, on few secrets and few replay keys: the locks are always taken in one order. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ContentionTest extends RecordTest {
    private static final int AT_ONCE = 120;

    private final List<byte[]> keys = List.of(Enrollments.newKey(), Enrollments.newKey(), Enrollments.newKey());

    private Uni<String> one(int n, List<UUID> secrets) {
        BigInteger serial = Enrollments.newSerial();
        Intent intent =
                Enrollments.intent(keys.get(n % keys.size()), serial, Optional.of(secrets.get(n / 7 % secrets.size())));
        return enrollments
                .open(intent)
                .chain(opening -> opening instanceof Opened opened
                        ? end(n, opened, serial)
                        : Uni.createFrom().voidItem())
                .replaceWith("done")
                .onFailure(RecordFailure.class)
                .recoverWithItem(failure -> failure.kind().name());
    }

    private Uni<Void> end(int n, Opened opened, BigInteger serial) {
        return switch (n % 4) {
            case 0 -> enrollments.issued(opened, Enrollments.certificate(serial));
            case 1 -> enrollments.notIssued(opened, Outcome.NOT_ISSUED, "test");
            case 2 -> enrollments.notIssued(opened, Outcome.REFUSED, "test");
            default -> Uni.createFrom().voidItem(); // as if killed
        };
    }

    @Test
    void F_52_neither_repeats_nor_secrets_nor_takeovers_deadlock() throws SQLException {
        List<UUID> secrets = Stream.generate(this::newSecret).limit(12).toList();

        for (int round = 0; round < 4; round++) {
            assertThat(atOnce(AT_ONCE, n -> one(n, secrets))).containsOnly("done");
            sql.asApplication("update est.enrollment set lease_until = now() where lease_until is not null");
            sql.asApplication("update est.credential set reserved_until = now() where reserved_until is not null");
        }

        assertThat(sql.ask("select count(*) from est.enrollment where state = 'ISSUED' and credential is not null"
                        + " group by credential having count(*) > 1"))
                .isEqualTo("nothing");
    }
}
