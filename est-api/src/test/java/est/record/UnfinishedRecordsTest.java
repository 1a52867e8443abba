package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.Answered;
import est.record.Opening.CredentialSpent;
import est.record.Opening.Opened;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The reconciler's decisions in the record: fenced, whole, and once. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class UnfinishedRecordsTest extends RecordTest {
    private final byte[] key = Enrollments.newKey();
    private final BigInteger serial = Enrollments.newSerial();
    private final X509Certificate certificate = Enrollments.certificate(serial);

    @Inject
    UnfinishedRecords unfinished;

    @Inject
    Pool pool;

    private Optional<Unfinished> read(UUID id) {
        return await(pool.preparedQuery(ReconcilingStatements.READ)
                .execute(new Arguments().add(id).tuple())
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Unfinished.of(rows.iterator().next()))));
    }

    private Unfinished abandoned(Opened opened) throws SQLException {
        letLeasePass(opened.id());
        return read(opened.id()).orElseThrow();
    }

    private Unfinished abandoned() throws SQLException {
        return abandoned(opened(Enrollments.intent(key, serial, Optional.empty())));
    }

    @Test
    void F_54_nothing_is_due_while_a_lease_holds() throws SQLException {
        Opened opened = opened(Enrollments.intent(key, serial, Optional.empty()));
        assertThat(read(opened.id())).isEmpty();

        Unfinished row = abandoned(opened);
        sql.asApplication(
                "update est.enrollment set lease_until = now() + interval '1 minute' where id = '" + row.id() + "'");

        assertThat(await(unfinished.issued(row, certificate))).isFalse();
        assertThat(await(unfinished.notIssued(row))).isFalse();
        assertThat(await(unfinished.condemned(row, certificate, "test"))).isFalse();
        assertThat(await(unfinished.orphan(row, certificate, "test"))).isFalse();
        assertThat(await(unfinished.undecided(row, "test"))).isFalse();
        assertThat(state(row.id())).isEqualTo("INTENT");
    }

    @Test
    void F_54_I_3_a_found_certificate_is_the_answer_of_the_repeat() throws Exception {
        Unfinished row = abandoned();

        assertThat(await(unfinished.issued(row, certificate))).isTrue();

        assertThat(state(row.id())).isEqualTo("ISSUED");
        assertThat(events(row.id())).isEqualTo("RECONCILED");
        assertThat(open(Enrollments.intent(key)))
                .isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.certificate())
                        .isEqualTo(CertificateText.der(certificate)));
    }

    @Test
    void F_33_a_process_that_wakes_after_a_decision_finds_its_commit_refused() throws SQLException {
        Opened slept = opened(Enrollments.intent(key, serial, Optional.empty()));

        await(unfinished.notIssued(abandoned(slept)));

        assertThat(failure(enrollments.issued(slept, certificate))).isEqualTo(RecordFailure.Kind.FENCED);
        assertThat(state(slept.id())).isEqualTo("NOT_ISSUED");
    }

    @Test
    void F_33_what_was_signed_after_all_is_looked_at_again() throws SQLException {
        Opened slept = opened(Enrollments.intent(key, serial, Optional.empty()));
        await(unfinished.notIssued(abandoned(slept)));

        assertThat(await(unfinished.reopened(slept))).isTrue();

        assertThat(read(slept.id()).orElseThrow().claim()).isEqualTo(Unfinished.Claim.LOST);
        assertThat(events(slept.id())).isEqualTo("RECONCILED UNKNOWN");
    }

    @Test
    void F_33_what_was_found_and_recorded_is_not_looked_at_again() throws SQLException {
        Opened slept = opened(Enrollments.intent(key, serial, Optional.empty()));
        await(unfinished.issued(abandoned(slept), certificate));

        assertThat(await(unfinished.reopened(slept))).isFalse();
        assertThat(state(slept.id())).isEqualTo("ISSUED");
    }

    @Test
    void I_11_a_certificate_that_is_found_spends_its_secret() throws SQLException {
        UUID secret = newSecret();
        Unfinished row = abandoned(opened(Enrollments.intent(key, serial, Optional.of(secret))));

        assertThat(await(unfinished.issued(row, certificate))).isTrue();

        assertThat(sql.ask("select spent_by from est.credential where id = '" + secret + "'"))
                .isEqualTo(row.id().toString());
        assertThat(open(Enrollments.intent(Enrollments.newKey(), Enrollments.newSerial(), Optional.of(secret))))
                .isInstanceOf(CredentialSpent.class);
    }

    @Test
    void I_11_a_secret_that_another_enrollment_uses_is_not_taken_from_it() throws SQLException {
        UUID secret = newSecret();
        Opened first = opened(Enrollments.intent(key, serial, Optional.of(secret)));
        letLeasePass(first.id());
        BigInteger other = Enrollments.newSerial();
        Opened second = opened(Enrollments.intent(Enrollments.newKey(), other, Optional.of(secret)));
        Unfinished row = read(first.id()).orElseThrow();

        assertThat(row.claim()).isEqualTo(Unfinished.Claim.SECRET_BUSY);
        assertThat(await(unfinished.issued(row, certificate))).isFalse();

        await(enrollments.issued(second, Enrollments.certificate(other)));
        assertThat(read(first.id()).orElseThrow().claim()).isEqualTo(Unfinished.Claim.LOST);
        assertThat(await(unfinished.issued(row, certificate))).isFalse();
    }

    @Test
    void I_11_absence_gives_the_secret_back_at_once() throws SQLException {
        UUID secret = newSecret();
        Opened opened = opened(Enrollments.intent(key, serial, Optional.of(secret)));
        sql.asApplication("update est.enrollment set lease_until = now() where id = '" + opened.id() + "'");

        await(unfinished.notIssued(read(opened.id()).orElseThrow()));

        assertThat(open(Enrollments.intent(key, Enrollments.newSerial(), Optional.of(secret))))
                .isInstanceOf(Opened.class);
    }

    @Test
    void I_9_an_outcome_that_stays_unknown_is_told_once_and_looked_at_ever_later() throws SQLException {
        Unfinished row = abandoned();

        for (int look = 0; look < 12; look++) {
            assertThat(await(unfinished.undecided(read(row.id()).orElseThrow(), "no list")))
                    .isTrue();
        }

        assertThat(events(row.id())).isEqualTo("UNKNOWN");
        assertThat(sql.ask("select state || ' ' || looks || ' ' || reason from est.enrollment where id = '" + row.id()
                        + "'"))
                .isEqualTo("UNKNOWN 12 no list");
        assertThat(sql.ask("select round(extract(epoch from look_after - updated_at)) from est.enrollment where id = '"
                        + row.id() + "'"))
                .isEqualTo("3600");
    }

    @Test
    void I_3_a_repeat_does_not_wait_for_an_outcome_that_stays_unknown() throws SQLException {
        Unfinished row = abandoned();
        await(unfinished.undecided(row, "no list"));

        assertThat(open(Enrollments.intent(key))).isInstanceOf(Opened.class);
        assertThat(events(row.id())).isEqualTo("UNKNOWN");
        assertThat(read(row.id()).orElseThrow().claim()).isEqualTo(Unfinished.Claim.LOST);
    }

    @Test
    void F_53_between_condemning_and_ending_an_orphan_nothing_else_can_happen_to_it() throws SQLException {
        Unfinished row = abandoned();
        await(unfinished.condemned(row, certificate, "names differ"));

        Unfinished found = read(row.id()).orElseThrow();
        assertThat(found.orphan()).isPresent();
        assertThat(await(unfinished.issued(found, certificate))).isFalse();
        assertThat(await(unfinished.notIssued(found))).isFalse();
        assertThat(await(unfinished.orphan(found, certificate, "revoked: names differ")))
                .isTrue();
        assertThat(state(row.id())).isEqualTo("ORPHAN");
        assertThat(events(row.id())).isEqualTo("RECONCILED");
        assertThat(read(row.id())).isEmpty();
    }

    @Test
    void I_4_a_certificate_in_force_is_never_condemned() throws SQLException {
        await(enrollments.issued(opened(Enrollments.intent(Enrollments.newKey())), certificate));
        Unfinished row = abandoned(opened(Enrollments.intent(key)));

        assertThat(await(unfinished.condemned(row, certificate, "test"))).isFalse();
        assertThat(await(unfinished.attribution(row, certificate))).isEqualTo(Attribution.RECORDED);
        assertThat(await(unfinished.attribution(row, Enrollments.certificate(serial))))
                .isEqualTo(Attribution.SERIAL_REPEATED);
    }

    @Test
    void a_certificate_of_the_key_may_be_anothers() throws SQLException {
        Unfinished row = abandoned(opened(Enrollments.intent(key)));
        X509Certificate drawn = Enrollments.certificate(Enrollments.newSerial());
        Opened other = opened(Enrollments.intent(Enrollments.newKey(), serial, Optional.empty()));
        // a key of their own: the other tests' enrollments have all the same
        sql.asApplication("update est.enrollment set spki_sha256 = decode('"
                + HexFormat.of().formatHex(key) + "', 'hex') where id in ('" + row.id() + "', '" + other.id() + "')");
        assertThat(await(unfinished.attribution(row, certificate))).isEqualTo(Attribution.RECORDED);
        assertThat(await(unfinished.attribution(row, drawn))).isEqualTo(Attribution.BEING_ISSUED);

        letLeasePass(other.id());
        assertThat(await(unfinished.attribution(row, drawn))).isEqualTo(Attribution.ONE_OF_SEVERAL);
        assertThat(await(unfinished.attribution(row, Enrollments.certificate(row.serial()))))
                .isEqualTo(Attribution.UNRECORDED);

        await(unfinished.orphan(read(other.id()).orElseThrow(), drawn, "test"));
        assertThat(await(unfinished.attribution(row, drawn))).isEqualTo(Attribution.RECORDED);
    }

    @Test
    void F_54_owner_reconcilers_and_repeat_at_once_one_wins() throws SQLException {
        for (int round = 0; round < 200; round++) {
            byte[] replayKey = Enrollments.newKey();
            BigInteger proposed = Enrollments.newSerial();
            UUID secret = newSecret();
            Opened opened = opened(Enrollments.intent(replayKey, proposed, Optional.of(secret)));
            Unfinished row = abandoned(opened);
            X509Certificate signed = Enrollments.certificate(proposed);
            List<Uni<String>> racers = new ArrayList<>(List.of(
                    outcome(enrollments.issued(opened, signed).replaceWith(true)),
                    outcome(unfinished.issued(row, signed)),
                    outcome(round % 2 == 0 ? unfinished.notIssued(row) : unfinished.undecided(row, "test")),
                    outcome(enrollments
                            .open(Enrollments.intent(replayKey, Enrollments.newSerial(), Optional.of(secret)))
                            .replaceWith(false))));
            Collections.rotate(racers, round);

            List<String> outcomes = atOnce(racers.size(), racers::get);

            assertThat(outcomes).filteredOn("done"::equals).hasSizeLessThanOrEqualTo(1);
            assertConsistent(replayKey, opened.id());
        }
    }

    private static Uni<String> outcome(Uni<Boolean> work) {
        return work.map(done -> done ? "done" : "late")
                .onFailure(RecordFailure.class)
                .recoverWithItem(failure -> failure.kind().name());
    }

    private void assertConsistent(byte[] replayKey, UUID id) {
        String found = sql.ask("select e.state || ' certificates ' || (select count(*) from est.certificate c"
                + " where c.enrollment = e.id) || ' secrets ' || (select count(*) from est.credential s"
                + " where s.spent_by = e.id) || ' ends ' || (select count(*) from est.audit_event a"
                + " where a.enrollment = e.id and a.event in ('GRANTED', 'RECONCILED')) from est.enrollment e"
                + " where e.id = '" + id + "'");
        assertThat(found)
                .isIn(
                        "ISSUED certificates 1 secrets 1 ends 1",
                        "NOT_ISSUED certificates 0 secrets 0 ends 1",
                        "UNKNOWN certificates 0 secrets 0 ends 0");
        Opening repeat = open(Enrollments.intent(replayKey));
        assertThat(repeat instanceof Answered).as(repeat.toString()).isEqualTo(found.startsWith("ISSUED"));
    }
}
