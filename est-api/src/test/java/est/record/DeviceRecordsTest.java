package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.policy.DevicePattern;
import est.record.RegisteredDevice.Entry;
import est.record.RegisteredDevice.Kind;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The registry of devices in the record. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class DeviceRecordsTest extends RecordTest {
    private static final PendingLimits ROOMY = new PendingLimits(1_000, 100_000, Duration.ofHours(1));
    private static final Consent CONSENT = new Consent(Enrollments.newKey());
    private static final Set<DeviceState> NOT_ACTIVE =
            Set.of(DeviceState.DISABLED, DeviceState.PENDING, DeviceState.UNKNOWN);

    @Inject
    DeviceRecords devices;

    @Inject
    PendingRecords pending;

    private final String name = "rec-" + UUID.randomUUID();

    private static DeviceKeys keys(String name) {
        return new DeviceKeys(Optional.empty(), List.of(name), Optional.of(name));
    }

    private static Entry serial(String name, DeviceState state) {
        return new Entry(Optional.empty(), Kind.SERIAL, name, state, Map.of("site", "Ward \"7\""));
    }

    private UUID add(Entry entry) {
        return await(devices.add(List.of(entry), "tester")).get(0);
    }

    @Test
    void an_entry_comes_back_as_it_was_written_and_every_change_is_audited() {
        UUID id = add(serial(name, DeviceState.ACTIVE));
        RegisteredDevice found = await(devices.find("default", keys(name))).orElseThrow();
        assertThat(found.entry()).isEqualTo(serial(name, DeviceState.ACTIVE));

        assertThat(await(devices.change(id, DeviceState.DISABLED, "tester"))).isTrue();
        assertThat(await(devices.remove(id, "tester"))).isTrue();

        assertThat(await(devices.remove(id, "tester"))).isFalse();
        assertThat(await(devices.find("default", keys(name)))).isEmpty();
        assertThat(sql.ask("select string_agg(event || ' ' || reason, ', ' order by id) from est.audit_event"
                        + " where actor = 'tester' and reason like '%" + name + "'"))
                .isEqualTo("DEVICE_ADDED ACTIVE %1$s, DEVICE_CHANGED DISABLED %1$s, DEVICE_REMOVED DISABLED %1$s"
                        .formatted(name));
    }

    @Test
    void EST_AUTH_11_an_intent_is_not_committed_for_a_device_that_was_disabled_since_it_was_judged() {
        UUID id = add(serial(name, DeviceState.ACTIVE));
        RegistryRule rule = RegistryRule.refusing(keys(name), NOT_ACTIVE);
        assertThat(open(Enrollments.under(rule))).isInstanceOf(Opening.Opened.class);

        await(devices.change(id, DeviceState.DISABLED, "tester"));

        assertThat(open(Enrollments.under(rule))).isEqualTo(new Opening.DeviceRefused(DeviceState.DISABLED));
        await(devices.remove(id, "tester"));
        assertThat(open(Enrollments.under(rule))).isEqualTo(new Opening.DeviceRefused(DeviceState.UNKNOWN));
    }

    @Test
    void several_are_added_all_or_none() {
        add(serial(name, DeviceState.ACTIVE));

        assertThat(failure(devices.add(
                        List.of(serial(name + "b", DeviceState.ACTIVE), serial(name, DeviceState.PENDING)), "tester")))
                .isEqualTo(RecordFailure.Kind.CONFLICT);

        assertThat(await(devices.find("default", keys(name + "b")))).isEmpty();
    }

    /** Whatever the order, a disabled device stays disabled: an approval never overrules it. */
    @Test
    void EST_PEND_06_an_approval_and_a_disabled_entry_at_once_leave_the_device_disabled() {
        for (int round = 0; round < 20; round++) {
            String device = name + round;
            RegistryRule rule = new RegistryRule(
                    keys(device), Set.of(DeviceState.DISABLED, DeviceState.PENDING), Optional.of(device));
            Intent intent = Enrollments.under(rule);
            assertThat(await(pending.ask(intent, CONSENT, new Occasion("DEVICE"), ROOMY)))
                    .isEqualTo(Standing.WAITING);
            UUID waiting =
                    UUID.fromString(sql.ask("select id from est.pending_request where registers = '" + device + "'"));

            Uni<Void> approval = pending.approve(waiting, "approver").replaceWithVoid();
            await(Uni.join().all(approval, disable(device)).andFailFast());

            assertThat(await(enrollments.open(intent, Optional.of(CONSENT))))
                    .isEqualTo(new Opening.DeviceRefused(DeviceState.DISABLED));
        }
    }

    /** As an operator does: registers it as disabled, or if it is there already disables it. */
    private Uni<Void> disable(String device) {
        return devices.add(List.of(serial(device, DeviceState.DISABLED)), "tester")
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(() -> devices.named(device, device)
                        .chain(found -> devices.change(found.get(0).id(), DeviceState.DISABLED, "tester"))
                        .replaceWithVoid());
    }

    @Test
    void T_24_there_are_no_more_patterns_than_a_request_can_be_compared_with() {
        List<Entry> many = IntStream.rangeClosed(0, DeviceRecords.MOST_PATTERNS)
                .mapToObj(n -> new Entry(Optional.empty(), Kind.PATTERN, name + n, DeviceState.ACTIVE, Map.of()))
                .toList();

        assertThat(failure(devices.add(many, "tester"))).isEqualTo(RecordFailure.Kind.TOO_MANY);
    }

    /** What the server accepts as a pattern means in PostgreSQL what it means in Java. */
    @Test
    void T_24_a_pattern_means_the_same_to_the_database() {
        Random random = new Random(7030);
        String[] elements = {"a", "b", "-", "7", ".", "\\.", "[a-c]", "[^a-b]", "[0-9-]", "[.:@]", " "};
        String[] quantifiers = {"", "", "", "*", "+", "?", "{2}", "{1,3}"};
        String letters = "abc-7.:@ d";
        for (int n = 0; n < 300; n++) {
            String pattern = random.ints(1 + random.nextInt(4), 0, elements.length)
                    .mapToObj(e -> elements[e] + quantifiers[random.nextInt(quantifiers.length)])
                    .collect(Collectors.joining());
            String text = random.ints(random.nextInt(6), 0, letters.length())
                    .mapToObj(at -> letters.substring(at, at + 1))
                    .collect(Collectors.joining());
            assertThat(DevicePattern.checked(pattern)).isEqualTo(pattern);

            assertThat(sql.ask("select '" + text + "' ~ ('^(?:' || '" + pattern + "' || ')$')"))
                    .as(pattern + " and " + text)
                    .isEqualTo(text.matches(pattern) ? "t" : "f");
        }
    }
}
