package est.start.rehearsal;

import est.door.Door;
import est.door.RehearsalDoor;
import est.enrollment.EnrollmentService;
import est.identity.AcceptedProofs;
import est.identity.AuthenticationRule;
import est.identity.ClientTrust;
import est.issuance.CertificationAuthorities;
import est.issuance.RehearsalAuthority;
import est.issuance.Signing;
import est.operation.Rehearsal;
import est.policy.Label;
import est.policy.LabelsInForce;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Has a made-up device enroll again and again before the first real one comes: what runs often gets compiled, so that the
 * first minute is not many times slower than all others. Real TLS, real judgement, a signature and a record; but the key that
 * signs is made up, the record is taken back, and only this process can see it.
 */
@ApplicationScoped
public class WarmUp {

    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final int AT_ONCE = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RehearsalSettings settings;
    private final RehearsalDoor doors;
    private final EnrollmentService enrollment;
    private final LabelsInForce labels;
    private final CertificationAuthorities authorities;
    private final Provider signatures;
    private final Clock clock;
    private final Warmth warmth;

    WarmUp(
            RehearsalSettings settings,
            RehearsalDoor doors,
            EnrollmentService enrollment,
            LabelsInForce labels,
            CertificationAuthorities authorities,
            Provider signatures,
            Clock clock,
            Warmth warmth) {
        this.settings = settings;
        this.doors = doors;
        this.enrollment = enrollment;
        this.labels = labels;
        this.authorities = authorities;
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
            Label label = judgedBy(device);
            Optional<RehearsalAuthority> authority = authorities.rehearsal(label.ca());
            try {
                return visit(device, label, signing -> authority
                        .map(signs -> signs.issue(signing))
                        .orElseGet(() -> Uni.createFrom().item(device.certificate())));
            } finally {
                authority.ifPresent(RehearsalAuthority::close);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Played visit(MadeUpDevice device, Label label, Function<Signing, Uni<X509Certificate>> authority)
            throws IOException, GeneralSecurityException {
        Door door = doors.make();
        door.open(new Rehearsal(enrollment, label, authority, device.certificate()))
                .await()
                .atMost(PATIENCE);
        try {
            return pay(device, door.port());
        } finally {
            door.close().await().atMost(PATIENCE);
        }
    }

    /** Some come at once, to keep the processors busy; each with a key of its own, for one key's enrollments wait for each other. */
    private Played pay(MadeUpDevice device, int port) throws IOException, GeneralSecurityException {
        Agenda agenda = new Agenda(
                settings.visits(), System.nanoTime() + settings.warmUp().toNanos());
        ExecutorService visitors = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<CompletableFuture<Played>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                Visit visit = new Visit(signatures, device, port);
                all.add(CompletableFuture.supplyAsync(() -> agenda.keep(visit), visitors));
            }
            return all.stream().map(CompletableFuture::join).reduce(Played.NOTHING, Played::plus);
        } finally {
            visitors.shutdownNow();
        }
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
     * @param accepted how often it was granted a certificate, some times in each visit; never, if the default label's profile does not allow P-256
     */
    record Played(int visits, int accepted) {
        static final Played NOTHING = new Played(0, 0);

        Played plus(Played other) {
            return new Played(visits + other.visits, accepted + other.accepted);
        }
    }
}
