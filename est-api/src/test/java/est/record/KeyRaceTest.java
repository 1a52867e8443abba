package est.record;

import static est.record.RecordFailure.Kind.FENCED;
import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.KeyRefused;
import est.record.Opening.Opened;
import est.record.Opening.Running;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two holders who ask for one key at the same moment: at most one of them gets a certificate, whatever the order of commits. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class KeyRaceTest extends RecordTest {
    private final byte[] spki = Enrollments.newKey();

    @Inject
    Pool pool;

    /** Somebody's request for the key, and the certificate that the CA makes of it. */
    private final class Rival {
        private final BigInteger serial = Enrollments.newSerial();
        private final X509Certificate certificate = Enrollments.certificate(serial);
        private final Intent intent;

        Rival(String holder, boolean sharesKey, Optional<UUID> secret) {
            intent = Enrollments.intent(spki, Enrollments.newKey(), "default", holder, sharesKey, serial, secret);
        }

        Rival(String holder) {
            this(holder, false, Optional.empty());
        }

        /** In a transaction that others do not see. */
        void openIn(SqlConnection transaction) {
            assertThat(await(IntentStatement.insert(transaction, intent, Optional.empty(), Optional.empty())))
                    .isPresent();
        }

        /** In a transaction that others do not see. */
        void recordIn(SqlConnection transaction) {
            assertThat(await(ClosingStatements.ISSUED.execute(
                                    transaction, List.of(ClosingStatements.issued(intent.id(), 1, certificate))))
                            .size())
                    .isEqualTo(1);
        }

        Opened opened() {
            return new Opened(intent.id(), 1, false);
        }

        Uni<Void> record() {
            return enrollments.issued(opened(), certificate);
        }
    }

    private final Rival one = new Rival("device1");
    private final Rival other = new Rival("device2");

    private interface Work {
        void run(SqlConnection transaction) throws SQLException;
    }

    private void inTransaction(Work work) throws SQLException {
        SqlConnection connection = await(pool.getConnection());
        try {
            var transaction = await(connection.begin());
            work.run(connection);
            await(transaction.commit());
        } finally {
            await(connection.close());
        }
    }

    private long certificatesForTheKey() {
        return Long.parseLong(sql.ask("select count(*) from est.certificate where spki_sha256 = decode('"
                + HexFormat.of().formatHex(spki) + "', 'hex')"));
    }

    private Opening openAnew(String holder) {
        return open(new Rival(holder).intent);
    }

    @Test
    void T_17_a_key_another_holder_is_being_certified_for_has_to_wait() {
        opened(one.intent);

        assertThat(open(other.intent)).isInstanceOfSatisfying(Running.class, running -> assertThat(running.retryAfter())
                .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60)));

        await(one.record());
        assertThat(openAnew("device2")).isEqualTo(new KeyRefused(KeyRefused.Why.OF_ANOTHER));
    }

    @Test
    void T_17_the_secret_of_who_has_to_wait_stays_free() {
        UUID secret = newSecret();
        opened(one.intent);

        assertThat(open(new Rival("device2", false, Optional.of(secret)).intent))
                .isInstanceOf(Running.class);

        assertThat(sql.ask("select reserved_by is null from est.credential where id = '" + secret + "'"))
                .isEqualTo("t");
    }

    @Test
    void T_17_the_key_is_free_again_when_the_other_got_no_certificate() {
        await(enrollments.notIssued(opened(one.intent), Outcome.REFUSED, "the CA refused"));

        assertThat(open(other.intent)).isInstanceOf(Opened.class);
    }

    @Test
    void T_17_an_enrollment_nobody_has_settled_keeps_the_key_from_others() throws SQLException {
        Opened opened = opened(one.intent);
        letLeasePass(opened.id());

        assertThat(open(other.intent)).isEqualTo(new Running(Duration.ofSeconds(60)));
    }

    @Test
    void T_17_the_holder_itself_may_ask_for_its_key_twice_at_once() {
        Rival again = new Rival("device1");
        opened(one.intent);
        opened(again.intent);

        await(one.record());
        await(again.record());

        assertThat(certificatesForTheKey()).isEqualTo(2);
    }

    @Test
    void T_17_where_the_profile_allows_it_two_may_ask_for_a_key_at_once() {
        Rival sharing = new Rival("device2", true, Optional.empty());
        opened(one.intent);
        opened(sharing.intent);

        await(sharing.record());

        assertThat(failure(one.record())).isEqualTo(FENCED);
    }

    @Test
    void T_17_of_two_who_did_not_see_each_other_neither_is_certified_while_both_are_open() throws SQLException {
        openBothUnseen();

        assertThat(failure(one.record())).isEqualTo(FENCED);
        assertThat(failure(other.record())).isEqualTo(FENCED);
        assertThat(certificatesForTheKey()).isZero();
    }

    @Test
    void T_17_when_one_of_them_has_ended_the_other_is_certified() throws SQLException {
        openBothUnseen();
        await(enrollments.notIssued(other.opened(), Outcome.REFUSED, "the CA refused"));

        await(one.record());

        assertThat(certificatesForTheKey()).isEqualTo(1);
    }

    @Test
    void T_17_a_certificate_whose_commit_is_not_seen_yet_keeps_the_other_from_its_own() throws SQLException {
        inTransaction(unseen -> {
            other.openIn(unseen);
            opened(one.intent);
            inTransaction(committing -> {
                one.recordIn(committing);
                await(unseen.query("commit").execute());
                assertThat(failure(other.record())).isEqualTo(FENCED);
            });
            await(unseen.query("begin").execute());
        });

        assertThat(failure(other.record())).isEqualTo(FENCED);
        assertThat(certificatesForTheKey()).isEqualTo(1);
    }

    @Test
    void T_17_what_the_version_before_has_opened_is_not_held_to_it() throws SQLException {
        openBothUnseen();
        sql.asApplication("update est.enrollment set shares_key = null where id = '" + other.intent.id() + "'");

        await(other.record());

        assertThat(failure(one.record())).isEqualTo(FENCED);
    }

    @Test
    void T_17_the_reconciler_finds_that_a_certificate_for_a_key_of_another_is_nobodys() throws SQLException {
        openBothUnseen();
        sql.asApplication("update est.enrollment set shares_key = null where id = '" + one.intent.id() + "'");
        await(one.record());
        letLeasePass(other.intent.id());

        String claim = await(pool.preparedQuery(ReconcilingStatements.READ)
                .execute(new Arguments().add(other.intent.id()).tuple())
                .map(rows -> rows.iterator().next().getString("claim")));

        assertThat(claim).isEqualTo(Unfinished.Claim.LOST.name());
    }

    @Test
    void T_17_of_many_holders_at_once_at_most_one_is_certified() {
        List<Boolean> certified = atOnce(24, n -> {
            Rival rival = new Rival("device" + n);
            return enrollments
                    .open(rival.intent)
                    .flatMap(opening -> opening instanceof Opened
                            ? rival.record().replaceWith(true)
                            : Uni.createFrom().item(false))
                    .onFailure(RecordFailure.class)
                    .recoverWithItem(false);
        });

        long granted = certified.stream().filter(Boolean::booleanValue).count();
        assertThat(granted).isLessThanOrEqualTo(1).isEqualTo(certificatesForTheKey());
    }

    /** As when two servers open them at the same moment. */
    private void openBothUnseen() throws SQLException {
        inTransaction(first -> {
            one.openIn(first);
            inTransaction(other::openIn);
        });
    }
}
