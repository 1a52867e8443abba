package est.start.rehearsal;

import est.door.Door;
import est.door.RehearsalDoor;
import est.enrollment.EnrollmentService;
import est.identity.AcceptedProofs;
import est.identity.AuthenticationRule;
import est.identity.ClientTrust;
import est.operation.Rehearsal;
import est.policy.Label;
import est.policy.LabelsInForce;
import est.record.Database;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Has a made-up device enroll again and again before the first real one comes: what runs often gets compiled, so that the
 * first minute is not many times slower than all others. Real TLS, real judgement; but no CA signs, nothing is recorded, and
 * only this process can see it.
 */
@ApplicationScoped
public class WarmUp {

    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RehearsalSettings settings;
    private final RehearsalDoor doors;
    private final EnrollmentService enrollment;
    private final LabelsInForce labels;
    private final Database database;
    private final Provider signatures;
    private final Clock clock;
    private final Warmth warmth;

    WarmUp(
            RehearsalSettings settings,
            RehearsalDoor doors,
            EnrollmentService enrollment,
            LabelsInForce labels,
            Database database,
            Provider signatures,
            Clock clock,
            Warmth warmth) {
        this.settings = settings;
        this.doors = doors;
        this.enrollment = enrollment;
        this.labels = labels;
        this.database = database;
        this.signatures = signatures;
        this.clock = clock;
        this.warmth = warmth;
    }

    /** Completes when the time is over or the visits are paid. Never fails: a server that is slow at first is one that serves. */
    public Uni<Void> run() {
        return Uni.createFrom()
                .item(this::rehearse)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(played -> LOG.debugf("Warmed up: %s", played))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf(failure, "The warm-up ended early; the first requests will be slow");
                    return Played.NOTHING;
                })
                .invoke(warmth::reach)
                .replaceWithVoid();
    }

    /** Blocks. */
    Played rehearse() {
        if (settings.warmUp().isZero()) {
            return Played.NOTHING;
        }
        try {
            MadeUpDevice device = new MadeUpDevice(signatures, clock);
            Door door = doors.make();
            door.open(new Rehearsal(enrollment, judgedBy(device), device.certificate()))
                    .await()
                    .atMost(PATIENCE);
            try {
                return pay(new Visit(signatures, device, door.port()));
            } finally {
                door.close().await().atMost(PATIENCE);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Played pay(Visit visit) throws IOException, GeneralSecurityException {
        long end = System.nanoTime() + settings.warmUp().toNanos();
        int visits = 0;
        int accepted = 0;
        while (visits < settings.visits() && System.nanoTime() < end) {
            accepted += visit.pay() ? 1 : 0;
            // as many round trips as an enrollment has
            database.look().chain(database::look).await().atMost(PATIENCE);
            visits++;
        }
        return new Played(visits, accepted);
    }

    /** The default label's policy, for devices of the made-up manufacturer only. */
    private Label judgedBy(MadeUpDevice device) {
        AcceptedProofs certificate = AcceptedProofs.parse("certificate");
        return labels.now()
                .named(Label.DEFAULT)
                .orElseThrow()
                .openedTo(new AuthenticationRule(
                        "rehearsal", certificate, ClientTrust.in(device.manufacturer()), Duration.ZERO));
    }

    /**
     * What was done.
     *
     * @param visits how often the made-up device came
     * @param accepted how often it was granted a certificate; never, if the default label's profile does not allow P-256
     */
    record Played(int visits, int accepted) {
        static final Played NOTHING = new Played(0, 0);
    }
}
