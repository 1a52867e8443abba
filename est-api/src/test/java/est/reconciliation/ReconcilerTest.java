package est.reconciliation;

import static est.reconciliation.Abandoned.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import est.ServerUnderTest;
import est.ca.InMemoryCertificationAuthority;
import est.ca.Lie;
import est.issuance.CertificationAuthorities;
import est.issuance.MemoryAuthorities;
import est.reconciliation.Abandoned.Attempt;
import est.reconciliation.Abandoned.Device;
import est.record.EnrollmentRecords;
import est.record.Opening.Answered;
import est.record.Opening.Opened;
import est.record.TestSql;
import est.record.Unfinished;
import est.record.UnfinishedRecords;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of enrollments whose outcome is unknown: real PostgreSQL, a CA that can be told to lie. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ReconcilerTest {
    private final Attempt attempt = Device.at("memory").attempt();

    @Inject
    Reconciler reconciler;

    @Inject
    Settlement settlement;

    @Inject
    Abandoned abandoned;

    @Inject
    EnrollmentRecords records;

    @Inject
    UnfinishedRecords unfinished;

    @Inject
    MemoryAuthorities memory;

    @Inject
    MeterRegistry meters;

    @Inject
    CertificationAuthorities authorities;

    @Inject
    Vertx vertx;

    @Inject
    SecureRandom random;

    @Inject
    TestSql sql;

    @BeforeEach
    void alone() {
        abandoned.alone();
    }

    @AfterEach
    void behave() throws SQLException {
        memory.authority().behave();
        sql.asOwner("drop trigger if exists fault on est.audit_event");
    }

    private InMemoryCertificationAuthority ca() {
        return memory.authority();
    }

    private void pass() {
        assertThat(await(reconciler.pass())).isTrue();
    }

    private boolean isRevoked(X509Certificate certificate) {
        List<X509CRL> lists = ca().revocationLists()
                .orElseThrow()
                .current()
                .toCompletableFuture()
                .join();
        return lists.stream().anyMatch(list -> list.isRevoked(certificate));
    }

    private X509Certificate lastIssued() {
        List<X509Certificate> all = ca().certificatesIssued();
        return all.get(all.size() - 1);
    }

    @Test
    void F_54_a_certificate_the_CA_made_is_recorded_and_the_repeat_gets_it() throws Exception {
        Opened opened = abandoned.opened(attempt);
        X509Certificate certificate = abandoned.signed(attempt);

        pass();

        assertThat(abandoned.events(opened.id())).isEqualTo("RECONCILED ISSUED");
        assertThat(abandoned.open(attempt.device().attempt()))
                .isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.certificate())
                        .isEqualTo(encoded(certificate)));
        assertThat(isRevoked(certificate)).isFalse();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void F_54_a_CA_that_draws_serials_itself_is_asked_by_key_and_time() {
        ca().lie(Lie.OTHER_SERIAL);
        Opened opened = abandoned.opened(attempt);
        abandoned.ask(attempt);

        pass();

        assertThat(lastIssued().getSerialNumber()).isNotEqualTo(attempt.serial());
        assertThat(abandoned.events(opened.id())).isEqualTo("RECONCILED ISSUED");
    }

    @Test
    void F_54_nothing_is_decided_while_the_lease_holds() {
        Opened opened = (Opened) abandoned.open(attempt);
        abandoned.ask(attempt);

        pass();

        assertThat(abandoned.state(opened.id())).isEqualTo("INTENT");
    }

    @Test
    void F_54_a_CA_is_believed_not_to_have_signed_when_the_request_cannot_be_on_its_way_any_more() {
        Opened opened = abandoned.opened(attempt);

        pass();
        assertThat(abandoned.state(opened.id())).isEqualTo("UNKNOWN");

        abandoned.age(opened.id());
        pass();
        assertThat(abandoned.state(opened.id())).isEqualTo("NOT_ISSUED");
        assertThat(abandoned.events(opened.id()))
                .isEqualTo("UNKNOWN the certification authority knows of no certificate yet; RECONCILED NOT_ISSUED");
        assertThat(abandoned.open(attempt.device().attempt())).isInstanceOf(Opened.class);
    }

    private record Settings(Duration period, Duration absenceAfter) implements ReconcilerSettings {}

    @Test
    void how_long_a_CA_is_not_believed_is_a_setting() {
        Opened opened = abandoned.opened(attempt);
        Settings impatient = new Settings(Duration.ofHours(1), Duration.ZERO);

        Settled settled = await(new Settlement(authorities, unfinished, impatient)
                .settle(abandoned.read(opened.id()).orElseThrow()));

        assertThat(settled).isEqualTo(Settled.NOT_ISSUED);
    }

    @Test
    void how_often_it_looks_is_a_setting() throws InterruptedException {
        Opened opened = abandoned.opened(attempt);
        abandoned.signed(attempt);
        Settings often = new Settings(Duration.ofMillis(40), Duration.ofMinutes(5));
        Reconciler busy = new Reconciler(often, unfinished, settlement, new SimpleMeterRegistry(), vertx, random);

        busy.start();
        for (int look = 0; look < 200 && !abandoned.state(opened.id()).equals("ISSUED"); look++) {
            Thread.sleep(50);
        }
        busy.stop();

        assertThat(abandoned.state(opened.id())).isEqualTo("ISSUED");
    }

    @Test
    void a_period_of_nothing_is_refused_by_name() {
        Settings never = new Settings(Duration.ZERO, Duration.ofMinutes(5));
        Reconciler reconciler = new Reconciler(never, unfinished, settlement, new SimpleMeterRegistry(), vertx, random);

        assertThatIllegalArgumentException()
                .isThrownBy(reconciler::start)
                .withMessageContaining("est.reconciler.period");
    }

    @Test
    void F_54_a_local_CA_remembers_what_it_signed() {
        Attempt signed = Device.at("main").attempt();
        Opened opened = abandoned.opened(signed);
        abandoned.signed(signed);
        Opened killed = abandoned.opened(Device.at("main").attempt());
        abandoned.age(killed.id());

        pass();

        assertThat(abandoned.state(opened.id())).isEqualTo("ISSUED");
        assertThat(abandoned.state(killed.id())).isEqualTo("NOT_ISSUED");
    }

    @Test
    void I_2_what_no_CA_can_tell_stays_unknown_and_is_told_once() {
        Opened opened = abandoned.opened(Device.at("closed").attempt());
        abandoned.age(opened.id());

        pass();
        abandoned.letLeasePass(opened.id());
        pass();

        assertThat(abandoned.state(opened.id())).isEqualTo("UNKNOWN");
        assertThat(abandoned.events(opened.id())).isEqualTo("UNKNOWN the certification authority is not open");
        assertThat(meters.get("est.enrollments.unfinished")
                        .tag("state", "UNKNOWN")
                        .gauge()
                        .value())
                .isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Lie.class,
            names = {"OTHER_SUBJECT", "EXTRA_KEY_USAGE", "LONGER_VALIDITY", "BROKEN_SIGNATURE", "CA_CERTIFICATE"})
    void I_5_a_certificate_that_is_not_as_granted_is_an_orphan_and_revoked(Lie lie) {
        ca().lie(lie);
        Opened opened = abandoned.opened(attempt);
        abandoned.ask(attempt);

        pass();

        assertThat(abandoned.state(opened.id())).isEqualTo("ORPHAN");
        assertThat(abandoned.events(opened.id())).startsWith("RECONCILED ORPHAN, revoked: differs from the grant");
        assertThat(isRevoked(lastIssued())).isTrue();
    }

    @Test
    void I_4_F_13_a_repeated_serial_is_an_orphan_and_revokes_nothing() {
        Attempt first = Device.at("memory").attempt();
        await(records.issued((Opened) abandoned.open(first), abandoned.signed(first)));
        ca().lie(Lie.REPEATED_SERIAL);
        Opened opened = abandoned.opened(attempt);
        abandoned.ask(attempt);

        pass();

        assertThat(abandoned.events(opened.id()))
                .isEqualTo("RECONCILED ORPHAN, not revoked: its serial is another certificate's");
        assertThat(isRevoked(lastIssued())).isFalse();
    }

    @Test
    void I_3_of_a_replaced_enrollment_the_certificate_is_revoked_and_the_later_one_stays() {
        Opened first = abandoned.opened(attempt);
        X509Certificate orphan = abandoned.signed(attempt);
        Attempt second = attempt.device().attempt();
        Opened taken = (Opened) abandoned.open(second);
        X509Certificate certificate = abandoned.signed(second);
        await(records.issued(taken, certificate));

        pass();

        assertThat(abandoned.events(first.id()))
                .isEqualTo("UNKNOWN lease passed; RECONCILED ORPHAN, revoked: nobody can get it any more");
        assertThat(isRevoked(orphan)).isTrue();
        assertThat(isRevoked(certificate)).isFalse();
        assertThat(abandoned.state(taken.id())).isEqualTo("ISSUED");
    }

    @Test
    void F_53_what_was_condemned_before_a_kill_is_revoked_by_the_next() {
        Opened opened = abandoned.opened(attempt);
        X509Certificate certificate = abandoned.signed(attempt);
        Unfinished row = abandoned.read(opened.id()).orElseThrow();
        await(unfinished.condemned(row, certificate, "test"));

        pass();

        assertThat(isRevoked(certificate)).isTrue();
        assertThat(abandoned.events(opened.id())).isEqualTo("RECONCILED ORPHAN, revoked: test");
    }

    @Test
    void F_11_a_decision_that_cannot_be_audited_is_none_and_the_next_pass_makes_it() throws SQLException {
        Opened opened = (Opened) abandoned.open(attempt);
        X509Certificate certificate = abandoned.signed(attempt);
        sql.asOwner("create or replace function est.fault() returns trigger language plpgsql as"
                + " $$ begin raise exception 'no'; end $$");
        sql.asOwner("create trigger fault before insert on est.audit_event for each row execute function est.fault()");
        assertThat(await(records.issued(opened, certificate)
                        .map(done -> "recorded")
                        .onFailure()
                        .recoverWithItem("failed")))
                .isEqualTo("failed");
        abandoned.letLeasePass(opened.id());

        pass();
        assertThat(abandoned.state(opened.id())).isEqualTo("INTENT");

        sql.asOwner("drop trigger fault on est.audit_event");
        pass();
        assertThat(abandoned.events(opened.id())).isEqualTo("RECONCILED ISSUED");
    }

    @Test
    void F_52_two_reconcilers_at_once_decide_each_enrollment_once() {
        List<UUID> ids = IntStream.range(0, 40)
                .mapToObj(n -> {
                    Attempt each = Device.at("memory").attempt();
                    UUID id = abandoned.opened(each).id();
                    abandoned.age(id);
                    if (n % 2 == 0) {
                        abandoned.ask(each);
                    }
                    return id;
                })
                .toList();
        List<Unfinished> seenByBoth = ids.stream()
                .limit(20)
                .map(id -> abandoned.read(id).orElseThrow())
                .toList();

        // two passes, and two whose lock was lost after they had read
        Stream<Uni<?>> lockless =
                seenByBoth.stream().flatMap(row -> Stream.of(settlement.settle(row), settlement.settle(row)));
        await(Uni.join()
                .all(Stream.concat(Stream.of(reconciler.pass(), reconciler.pass()), lockless)
                        .map(work -> work.replaceWithVoid())
                        .toList())
                .andFailFast());
        pass();

        for (int n = 0; n < ids.size(); n++) {
            assertThat(abandoned.events(ids.get(n))).isEqualTo("RECONCILED " + (n % 2 == 0 ? "ISSUED" : "NOT_ISSUED"));
        }
    }
}
