package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.Answered;
import est.record.Opening.Opened;
import est.record.Opening.Running;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Those who come in one turn of an event loop make a group. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class GroupCommitTest extends RecordTest {
    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    private OneTurn turn() {
        return OneTurn.on(vertx);
    }

    private List<Object> openTogether(List<Intent> intents) throws Exception {
        return turn().run(intents, enrollments::open);
    }

    private Uni<Void> issueAny(Object opened) {
        return enrollments.issued((Opened) opened, Enrollments.certificate(Enrollments.newSerial()));
    }

    private static List<Intent> intents(int number) {
        return Stream.generate(() -> Enrollments.intent(Enrollments.newKey()))
                .limit(number)
                .toList();
    }

    private String transactionsOf(String table, String column, List<UUID> enrollments) {
        return sql.ask("select count(distinct xmin::text) from " + table + " where " + column + " in "
                + enrollments.stream().map(UUID::toString).collect(Collectors.joining("', '", "('", "')")));
    }

    private static List<UUID> ids(List<Intent> intents) {
        return intents.stream().map(Intent::id).toList();
    }

    private void whileHeld(Intent intent, TestSql.Work work) throws Exception {
        sql.whileHeld("select 1 from est.enrollment where id = '" + intent.id() + "' for update", work);
    }

    @Test
    void I_2_intents_of_one_group_are_committed_together() throws Exception {
        List<Intent> intents = intents(10);

        assertThat(openTogether(intents)).hasSize(10).hasOnlyElementsOfType(Opened.class);

        assertThat(transactionsOf("est.enrollment", "id", ids(intents))).isEqualTo("1");
    }

    @Test
    void I_1_certificates_of_one_group_are_committed_together_each_for_its_own_enrollment() throws Exception {
        List<BigInteger> serials =
                Stream.generate(Enrollments::newSerial).limit(10).toList();
        List<Intent> intents = serials.stream()
                .map(serial -> Enrollments.intent(Enrollments.newKey(), serial, Optional.empty()))
                .toList();
        List<Object> opened = openTogether(intents);
        List<Integer> each = Stream.iterate(0, n -> n + 1).limit(10).toList();

        turn().run(each, n -> enrollments.issued((Opened) opened.get(n), Enrollments.certificate(serials.get(n))));

        assertThat(transactionsOf("est.certificate", "enrollment", ids(intents)))
                .isEqualTo("1");
        assertThat(sql.ask("select count(*) from est.enrollment e join est.certificate c on c.enrollment = e.id"
                        + " where e.state = 'ISSUED' and c.serial = e.serial and e.id in "
                        + ids(intents).stream().map(UUID::toString).collect(Collectors.joining("', '", "('", "')"))))
                .isEqualTo("10");
    }

    @Test
    void more_than_a_group_holds_go_in_several() throws Exception {
        List<Intent> intents = intents(100);

        assertThat(openTogether(intents)).hasSize(100).hasOnlyElementsOfType(Opened.class);

        assertThat(Integer.parseInt(transactionsOf("est.enrollment", "id", ids(intents))))
                .isBetween(2, 99);
    }

    @Test
    void I_3_each_of_a_group_gets_the_answer_to_its_own_request() throws Exception {
        byte[] answered = Enrollments.newKey();
        issue(answered);
        byte[] twice = Enrollments.newKey();

        List<Object> openings =
                openTogether(Stream.of(answered, Enrollments.newKey(), twice, Enrollments.newKey(), twice, answered)
                        .map(Enrollments::intent)
                        .toList());

        assertThat(openings.get(0)).isInstanceOf(Answered.class);
        assertThat(openings.get(1)).isInstanceOf(Opened.class);
        assertThat(List.of(openings.get(2), openings.get(4)))
                .hasAtLeastOneElementOfType(Opened.class)
                .hasAtLeastOneElementOfType(Running.class);
        assertThat(openings.get(3)).isInstanceOf(Opened.class);
        assertThat(openings.get(5)).isInstanceOf(Answered.class);
    }

    @Test
    void T_17_of_two_holders_who_come_together_for_one_key_one_gets_it() throws Exception {
        byte[] spki = Enrollments.newKey();
        List<Intent> rivals = Stream.of("device1", "device2")
                .map(holder -> Enrollments.intent(
                        spki,
                        Enrollments.newKey(),
                        "default",
                        holder,
                        false,
                        Enrollments.newSerial(),
                        Optional.empty()))
                .toList();

        assertThat(openTogether(rivals))
                .hasAtLeastOneElementOfType(Opened.class)
                .hasAtLeastOneElementOfType(Running.class);
    }

    @Test
    void T_23_those_of_one_identity_who_come_together_keep_to_its_limit() throws Exception {
        String label = "limited" + UUID.randomUUID().toString().substring(0, 8);
        IdentityLimit limit = new IdentityLimit(3, Duration.ofHours(1));
        List<Intent> intents = Stream.generate(() -> Enrollments.limited(label, limit))
                .limit(10)
                .toList();

        assertThat(openTogether(intents)).filteredOn(Opened.class::isInstance).hasSize(3);
    }

    @Test
    void F_11_what_one_of_a_group_is_refused_concerns_nobody_else() throws Exception {
        BigInteger taken = Enrollments.newSerial();
        opened(Enrollments.intent(Enrollments.newKey(), taken, Optional.empty()));
        List<Intent> intents = new ArrayList<>(intents(4));
        intents.add(2, Enrollments.intent(Enrollments.newKey(), taken, Optional.empty()));

        List<Object> openings = new ArrayList<>(openTogether(intents));

        assertThat(openings.remove(2)).isEqualTo(RecordFailure.Kind.SERIAL_TAKEN);
        assertThat(openings).hasSize(4).hasOnlyElementsOfType(Opened.class);
    }

    @Test
    void F_11_what_cannot_even_be_asked_for_one_concerns_nobody_else() throws Exception {
        GroupCommit<Asking> group = new GroupCommit<>(pool, Asking.ECHO);
        List<Asking> members = List.of(new Asking("one"), new Asking(null), new Asking("three"));

        List<Object> answers = turn().run(members, group::together);

        assertThat(answers.get(1)).isEqualTo(RecordFailure.Kind.UNAVAILABLE);
        assertThat(List.of(answers.get(0), answers.get(2))).hasOnlyElementsOfType(Optional.class);
    }

    /** Cannot be asked for without a text. */
    private record Asking(UUID id, @Nullable String text) implements GroupCommit.Member<Asking>, Comparable<Asking> {
        static final GroupStatement ECHO =
                new GroupStatement("id uuid, text text", "told as (select * from given) table told");

        Asking(@Nullable String text) {
            this(UUID.randomUUID(), text);
        }

        @Override
        public Arguments arguments() {
            return new Arguments().add(id).add(Optional.ofNullable(text).orElseThrow());
        }

        @Override
        public boolean heeds(Asking other) {
            return false;
        }

        @Override
        public int compareTo(Asking other) {
            return id.compareTo(other.id);
        }
    }

    @Test
    void F_10_a_group_that_waits_for_a_lock_does_not_hold_up_the_next() throws Exception {
        OneTurn turn = turn();
        List<Intent> intents = intents(2);
        List<Object> opened = openTogether(intents);

        whileHeld(intents.get(0), () -> {
            CompletableFuture<List<Object>> held = turn.begin(opened.subList(0, 1), this::issueAny);
            awaitThatOneWaits("pid");
            turn.run(opened.subList(1, 2), this::issueAny);

            assertThat(held).isNotDone();
            assertThat(state(intents.get(1).id())).isEqualTo("ISSUED");
        });
    }

    @Test
    void F_5_a_group_whose_connection_ends_fails_as_a_whole_and_records_nothing() throws Exception {
        assertNothingIsRecordedAfter("pg_terminate_backend(pid)");
    }

    @Test
    void F_12_a_group_that_PostgreSQL_gives_up_fails_as_a_whole_and_records_nothing() throws Exception {
        assertNothingIsRecordedAfter("pg_cancel_backend(pid)");
    }

    private void assertNothingIsRecordedAfter(String intervention) throws Exception {
        List<Intent> intents = intents(3);
        List<Object> opened = openTogether(intents);

        whileHeld(intents.get(1), () -> {
            CompletableFuture<List<Object>> ends = turn().begin(opened, this::issueAny);
            awaitThatOneWaits(intervention);

            assertThat(OneTurn.end(ends)).hasSize(3).containsOnly(RecordFailure.Kind.UNAVAILABLE);
        });

        assertThat(intents).allSatisfy(intent -> assertThat(state(intent.id())).isEqualTo("INTENT"));
    }

    /** Asked for of whoever waits for a lock, as soon as there is one. */
    private void awaitThatOneWaits(String asked) {
        String waiting = "select count(" + asked + ") from pg_stat_activity"
                + " where usename = current_user and wait_event_type = 'Lock'";
        Instant end = Instant.now().plusSeconds(10);
        while (!"1".equals(sql.ask(waiting))) {
            assertThat(Instant.now()).isBefore(end);
        }
    }

    /** A group that lost to another would have been taken apart, and each of it committed alone. */
    @Test
    void F_52_two_groups_for_the_same_requests_never_wait_for_each_other() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<byte[]> keys = Stream.generate(Enrollments::newKey).limit(16).toList();
            List<byte[]> otherwise = new ArrayList<>(keys);
            Collections.reverse(otherwise);
            List<Intent> one = keys.stream().map(Enrollments::intent).toList();
            List<Intent> other = otherwise.stream().map(Enrollments::intent).toList();

            CompletableFuture<List<Object>> begun = turn().begin(one, enrollments::open);
            openTogether(other);
            OneTurn.end(begun);

            List<UUID> all =
                    Stream.concat(ids(one).stream(), ids(other).stream()).toList();
            assertThat(Integer.parseInt(transactionsOf("est.enrollment", "id", all)))
                    .isLessThanOrEqualTo(2);
        }
    }
}
