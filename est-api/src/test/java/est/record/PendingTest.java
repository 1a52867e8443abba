package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.Answered;
import est.record.Opening.CredentialHeld;
import est.record.Opening.CredentialSpent;
import est.record.Opening.Opened;
import est.record.Opening.Unapproved;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Requests that wait for a person, in the record. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class PendingTest extends RecordTest {
    private static final PendingLimits ROOMY = new PendingLimits(1_000, 100_000, Duration.ofHours(1));
    private static final Occasion LABEL = new Occasion("LABEL");
    private static final Consent CONSENT = new Consent(Enrollments.newKey());

    @Inject
    PendingRecords pending;

    @Inject
    Vertx vertx;

    @Inject
    DatabaseSettings database;

    private final byte[] key = Enrollments.newKey();

    private Intent intent() {
        return Enrollments.intent(key);
    }

    private static Intent of(byte[] key, UUID secret) {
        return Enrollments.intent(key, Enrollments.newSerial(), Optional.of(secret));
    }

    private Standing ask(Intent intent) {
        return ask(intent, ROOMY);
    }

    private Standing ask(Intent intent, PendingLimits limits) {
        return await(pending.ask(intent, CONSENT, LABEL, limits));
    }

    private Opening openApproved(Intent intent) {
        return await(enrollments.open(intent, Optional.of(CONSENT)));
    }

    private UUID id() {
        return id(key);
    }

    private UUID id(byte[] replayKey) {
        return UUID.fromString(sql.ask("select id from est.pending_request where replay_key = " + hex(replayKey)
                + " order by created_at desc limit 1"));
    }

    private String pendingState(UUID id) {
        return sql.ask("select state from est.pending_request where id = '" + id + "'");
    }

    private String pendingEvents(UUID id) {
        return sql.ask("select string_agg(event, ' ' order by id) from est.audit_event where pending = '" + id + "'");
    }

    private void letTimePass(UUID id, String interval) throws SQLException {
        sql.asApplication("update est.pending_request set expires_at = now() - interval '" + interval + "' where id = '"
                + id + "'");
    }

    private static String hex(byte[] octets) {
        return "decode('" + java.util.HexFormat.of().formatHex(octets) + "', 'hex')";
    }

    private UUID waits() {
        assertThat(ask(intent())).isEqualTo(Standing.WAITING);
        return id();
    }

    @Test
    void EST_PEND_04_a_repeat_is_found_whatever_its_octets_and_waits_once() {
        UUID first = waits();

        assertThat(ask(intent())).isEqualTo(Standing.WAITING);

        assertThat(id()).isEqualTo(first);
        assertThat(pendingEvents(first)).isEqualTo("PENDING");
    }

    @Test
    void EST_PEND_06_nothing_opens_before_the_approval_and_one_enrollment_after_it() {
        assertThat(openApproved(intent())).isInstanceOf(Unapproved.class);
        UUID waiting = waits();
        assertThat(openApproved(intent())).isInstanceOf(Unapproved.class);

        assertThat(await(pending.approve(waiting, "test"))).isEqualTo(Decided.DONE);

        BigInteger serial = Enrollments.newSerial();
        Opened opened = (Opened) openApproved(Enrollments.intent(key, serial, Optional.empty()));
        assertThat(pendingState(waiting)).isEqualTo("APPROVED");
        await(enrollments.issued(opened, Enrollments.certificate(serial)));
        assertThat(pendingState(waiting)).isEqualTo("SPENT");
        assertThat(openApproved(intent())).isInstanceOf(Answered.class);
        assertThat(pendingEvents(waiting)).isEqualTo("PENDING APPROVED");
    }

    @Test
    void EST_PEND_06_a_spent_approval_is_none_when_the_replay_window_has_ended() throws SQLException {
        UUID waiting = issued();
        sql.asApplication("update est.certificate set created_at = now() - interval '25 hours' where enrollment ="
                + " (select id from est.enrollment where approval = '" + waiting + "')");

        assertThat(openApproved(intent())).isInstanceOf(Unapproved.class);
        assertThat(ask(intent())).isEqualTo(Standing.WAITING);
        assertThat(id()).isNotEqualTo(waiting);
    }

    private UUID issued() {
        UUID waiting = waits();
        await(pending.approve(waiting, "test"));
        BigInteger serial = Enrollments.newSerial();
        Opened opened = (Opened) openApproved(Enrollments.intent(key, serial, Optional.empty()));
        await(enrollments.issued(opened, Enrollments.certificate(serial)));
        return waiting;
    }

    @Test
    void EST_PEND_06_an_approval_survives_an_enrollment_that_failed() {
        UUID waiting = waits();
        await(pending.approve(waiting, "test"));
        Opened opened = (Opened) openApproved(intent());
        await(enrollments.notIssued(opened, Outcome.NOT_ISSUED, "test"));

        assertThat(pendingState(waiting)).isEqualTo("APPROVED");
        assertThat(openApproved(intent())).isInstanceOf(Opened.class);
    }

    @Test
    void EST_PEND_06_48_repeats_at_two_servers_after_the_approval_give_one_certificate() {
        UUID waiting = waits();
        await(pending.approve(waiting, "test"));
        Pool otherPool = otherPool();
        EnrollmentRecords other = new EnrollmentRecords(otherPool, new DatabaseCalls(vertx, otherPool));
        try {
            List<Opening> openings = atOnce(48, n -> {
                BigInteger serial = Enrollments.newSerial();
                EnrollmentRecords server = n % 2 == 0 ? enrollments : other;
                return server.open(Enrollments.intent(key, serial, Optional.empty()), Optional.of(CONSENT))
                        .chain(opening -> opening instanceof Opened opened
                                ? server.issued(opened, Enrollments.certificate(serial))
                                        .replaceWith(opening)
                                : Uni.createFrom().item(opening));
            });

            assertThat(only(Opened.class, openings)).hasSize(1);
            assertThat(sql.ask("select count(*) from est.enrollment where state = 'ISSUED' and approval = '" + waiting
                            + "'"))
                    .isEqualTo("1");
        } finally {
            await(otherPool.close());
        }
    }

    /** What another replica, or this one after a restart, has: a pool of its own and nothing in memory. */
    private Pool otherPool() {
        PgConnectOptions options = PgConnectOptions.fromUri(database.url())
                .setUser(database.username())
                .setPassword(database.password().reveal());
        return Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(10))
                .connectingTo(options)
                .using(vertx)
                .build());
    }

    @Test
    void EST_PEND_06_of_eight_approvals_at_once_one_counts() {
        UUID waiting = waits();

        List<Decided> decided = atOnce(8, n -> pending.approve(waiting, "test" + n));

        assertThat(decided)
                .containsOnlyOnce(Decided.DONE)
                .filteredOn(Decided.TOO_LATE::equals)
                .hasSize(7);
        assertThat(pendingEvents(waiting)).isEqualTo("PENDING APPROVED");
    }

    @Test
    void EST_PEND_06_of_approval_and_rejection_at_once_one_counts() {
        for (int round = 0; round < 5; round++) {
            byte[] replayKey = Enrollments.newKey();
            ask(Enrollments.intent(replayKey));
            UUID waiting = id(replayKey);

            List<Decided> decided =
                    atOnce(2, n -> n == 0 ? pending.approve(waiting, "test") : pending.reject(waiting, "no", "test"));

            assertThat(decided).containsExactlyInAnyOrder(Decided.DONE, Decided.TOO_LATE);
            assertThat(pendingState(waiting)).isEqualTo(decided.get(0) == Decided.DONE ? "APPROVED" : "REJECTED");
        }
    }

    @Test
    void EST_PEND_06_a_rejection_stands_until_it_lapses() throws SQLException {
        UUID waiting = waits();
        assertThat(await(pending.reject(waiting, "stolen", "test"))).isEqualTo(Decided.DONE);

        assertThat(ask(intent())).isEqualTo(Standing.REJECTED);
        assertThat(openApproved(intent())).isInstanceOf(Unapproved.class);
        assertThat(await(pending.approve(waiting, "test"))).isEqualTo(Decided.TOO_LATE);
        assertThat(sql.ask(
                        "select reason from est.audit_event where event = 'REJECTED' and pending = '" + waiting + "'"))
                .isEqualTo("stolen");

        letTimePass(waiting, "1 second");
        assertThat(ask(intent())).isEqualTo(Standing.WAITING);
        assertThat(id()).isNotEqualTo(waiting);
    }

    @Test
    void EST_PEND_06_what_waited_too_long_starts_anew() throws SQLException {
        UUID waiting = waits();
        letTimePass(waiting, "1 second");

        assertThat(await(pending.approve(waiting, "test"))).isEqualTo(Decided.TOO_LATE);
        assertThat(ask(intent())).isEqualTo(Standing.WAITING);

        assertThat(id()).isNotEqualTo(waiting);
        assertThat(pendingEvents(waiting)).isEqualTo("PENDING LAPSED");
    }

    @Test
    void EST_PEND_06_an_approval_that_lapsed_opens_nothing() throws SQLException {
        UUID waiting = waits();
        await(pending.approve(waiting, "test"));
        letTimePass(waiting, "1 second");

        assertThat(openApproved(intent())).isInstanceOf(Unapproved.class);
    }

    @Test
    void EST_PEND_06_an_approval_is_for_what_was_granted_and_nothing_else() {
        UUID waiting = waits();
        await(pending.approve(waiting, "test"));
        Consent changed = new Consent(Enrollments.newKey());

        assertThat(await(enrollments.open(intent(), Optional.of(changed)))).isInstanceOf(Unapproved.class);
        assertThat(await(pending.ask(intent(), changed, LABEL, ROOMY))).isEqualTo(Standing.WAITING);

        assertThat(pendingState(waiting)).isEqualTo("LAPSED");
    }

    @Test
    void EST_PEND_09_of_24_requests_at_once_of_one_identity_as_many_wait_as_may() {
        PendingLimits limits = new PendingLimits(5, 1_000, Duration.ofHours(1));
        String label = "flood" + System.nanoTime();

        List<Standing> standings = atOnce(24, n -> pending.ask(under(label), CONSENT, LABEL, limits));

        assertThat(standings).filteredOn(Standing.WAITING::equals).hasSize(5);
        assertThat(standings).filteredOn(Standing.TOO_MANY_OF_IDENTITY::equals).hasSize(19);
    }

    @Test
    void T_24_no_more_requests_wait_under_a_label_than_may() {
        PendingLimits limits = new PendingLimits(100, 3, Duration.ofHours(1));
        String label = "crowd" + System.nanoTime();

        List<Standing> standings = atOnce(12, n -> pending.ask(under(label), CONSENT, LABEL, limits));

        assertThat(standings).filteredOn(Standing.WAITING::equals).hasSize(3);
        assertThat(standings).filteredOn(Standing.TOO_MANY_OF_LABEL::equals).hasSize(9);
    }

    private static Intent under(String label) {
        return Enrollments.intent(
                Enrollments.newKey(),
                Enrollments.newKey(),
                label,
                "device",
                false,
                Enrollments.newSerial(),
                Optional.empty());
    }

    @Test
    void I_11_a_secret_survives_the_waiting_and_is_for_the_request_that_waits() throws SQLException {
        UUID secret = newSecret();
        sql.asApplication(
                "update est.credential set expires_at = now() + interval '1 minute' where id = '" + secret + "'");
        assertThat(openApproved(of(key, secret))).isInstanceOf(Unapproved.class);
        assertThat(ask(of(key, secret))).isEqualTo(Standing.WAITING);
        assertThat(sql.ask("select reserved_by is null and expires_at > now() + interval '59 minutes'"
                        + " from est.credential where id = '" + secret + "'"))
                .isEqualTo("t");

        byte[] other = Enrollments.newKey();
        assertThat(open(of(other, secret))).isInstanceOf(CredentialHeld.class);
        assertThat(openApproved(of(other, secret))).isInstanceOf(CredentialHeld.class);
        assertThat(ask(of(other, secret))).isEqualTo(Standing.SECRET_HELD);

        await(pending.approve(id(), "test"));
        assertThat(open(of(other, secret))).isInstanceOf(CredentialHeld.class);
        Intent repeat = of(key, secret);
        Opened opened = (Opened) openApproved(repeat);
        await(enrollments.issued(opened, Enrollments.certificate(repeat.serial())));
        assertThat(openApproved(of(key, secret))).isInstanceOf(Answered.class);
        assertThat(open(of(other, secret))).isInstanceOf(CredentialSpent.class);
    }

    @Test
    void I_11_a_rejected_request_gives_its_secret_back_as_it_was() {
        UUID secret = newSecret();
        String before = expiry(secret);
        PendingLimits days = new PendingLimits(5, 1_000, Duration.ofDays(3));
        assertThat(ask(of(key, secret), days)).isEqualTo(Standing.WAITING);
        assertThat(expiry(secret)).isNotEqualTo(before);

        await(pending.reject(id(), "wrong key", "test"));

        assertThat(expiry(secret)).isEqualTo(before);
        assertThat(open(of(Enrollments.newKey(), secret))).isInstanceOf(Opened.class);
    }

    private String expiry(UUID secret) {
        return sql.ask("select expires_at from est.credential where id = '" + secret + "'");
    }

    @Test
    void T_24_what_is_over_its_time_lapses_and_is_deleted_a_month_later() throws SQLException {
        UUID waiting = waits();
        letTimePass(waiting, "1 second");
        await(pending.age());
        assertThat(pendingState(waiting)).isEqualTo("LAPSED");
        assertThat(pendingEvents(waiting)).isEqualTo("PENDING LAPSED");

        letTimePass(waiting, "31 days");
        await(pending.age());
        assertThat(pendingState(waiting)).isEqualTo("nothing");
    }

    @Test
    void T_24_a_spent_approval_stays_beside_its_certificate() throws SQLException {
        UUID waiting = issued();
        letTimePass(waiting, "31 days");

        await(pending.age());

        assertThat(pendingState(waiting)).isEqualTo("SPENT");
    }

    @Test
    void the_list_has_pages_and_only_what_waits() {
        String label = "paged" + System.nanoTime();
        List<Intent> asked = List.of(under(label), under(label), under(label));
        asked.forEach(this::ask);
        await(pending.reject(id(asked.get(1).replayKey()), "", "test"));

        List<PendingRequest> first = await(pending.waiting(Optional.of(label), Optional.empty(), 1));
        List<PendingRequest> second = await(
                pending.waiting(Optional.of(label), Optional.of(first.get(0).id()), 5));

        assertThat(first)
                .extracting(PendingRequest::id)
                .containsExactly(id(asked.get(0).replayKey()));
        assertThat(second)
                .extracting(PendingRequest::id)
                .containsExactly(id(asked.get(2).replayKey()));
        assertThat(await(pending.count())).containsEntry(label, 2L);
    }
}
