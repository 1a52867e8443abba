package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.Opened;
import est.record.Opening.Unapproved;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What operators said, where somebody else decides too. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ConsentTest extends RecordTest {
    private static final PendingLimits ROOMY = new PendingLimits(1_000, 100_000, Duration.ofHours(1));
    private static final Occasion UNDECIDED = new Occasion("AUTHORIZER", "later");

    @Inject
    PendingRecords pending;

    private final byte[] key = Enrollments.newKey();
    private final BigInteger serial = Enrollments.newSerial();

    private Intent intent() {
        return Enrollments.intent(key, serial, Optional.empty());
    }

    private static Consent demanded(Consent.Demand demand) {
        return new Consent(Enrollments.newKey(), demand);
    }

    private Standing ask(Consent consent) {
        return await(pending.ask(intent(), consent, UNDECIDED, ROOMY));
    }

    private Opening openWith(Consent consent) {
        return await(enrollments.open(intent(), Optional.of(consent)));
    }

    private UUID waits() {
        assertThat(ask(demanded(Consent.Demand.ALWAYS))).isEqualTo(Standing.WAITING);
        return UUID.fromString(sql.ask("select id from est.pending_request where replay_key = decode('"
                + java.util.HexFormat.of().formatHex(key) + "', 'hex')"));
    }

    private PendingRequest.State stateOf(UUID waiting) {
        return await(pending.find(waiting)).orElseThrow().state();
    }

    @Test
    void EST_PEND_06_a_rejection_is_for_the_request_whatever_would_be_granted() {
        UUID waiting = waits();
        await(pending.reject(waiting, "stolen", "test"));

        assertThat(ask(demanded(Consent.Demand.ALWAYS))).isEqualTo(Standing.REJECTED);
        assertThat(openWith(demanded(Consent.Demand.NEVER))).isInstanceOf(Unapproved.class);

        assertThat(stateOf(waiting)).isEqualTo(PendingRequest.State.REJECTED);
    }

    @Test
    void EST_PEND_06_what_somebody_else_allows_ends_its_waiting_with_the_certificate() {
        UUID waiting = waits();
        assertThat(openWith(demanded(Consent.Demand.ALWAYS))).isInstanceOf(Unapproved.class);

        Opened opened = (Opened) openWith(demanded(Consent.Demand.NEVER));
        assertThat(stateOf(waiting)).isEqualTo(PendingRequest.State.WAITING);
        await(enrollments.issued(opened, Enrollments.certificate(serial)));

        assertThat(stateOf(waiting)).isEqualTo(PendingRequest.State.SPENT);
        assertThat(await(pending.approve(waiting, "test"))).isEqualTo(Decided.TOO_LATE);
    }

    @Test
    void the_words_of_whoever_did_not_decide_are_kept() {
        assertThat(await(pending.find(waits())).orElseThrow().occasion()).isEqualTo(UNDECIDED);
    }
}
