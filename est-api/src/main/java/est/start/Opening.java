package est.start;

import est.approval.Approval;
import est.console.ConsoleStart;
import est.door.Door;
import est.identity.throttle.PasswordThrottle;
import est.issuance.CertificationAuthorities;
import est.operation.EstDispatch;
import est.policy.LabelsInForce;
import est.settings.SettingsMappings;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Opens the house and closes it: authorities and labels first, so that a configuration that cannot work never listens; then
 * the door, before there is a database, because {@code /cacerts} needs none (I-6).
 */
@ApplicationScoped
class Opening {

    private static final Logger LOG = Logger.getLogger(Opening.class);

    /** The door's own drain time-out ends earlier; this is the last resort. */
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);

    private final CertificationAuthorities authorities;
    private final ConfiguredParties parties;
    private final Instance<LabelsInForce> labels;
    private final Instance<EstDispatch> dispatch;
    private final Door door;
    private final SettingsMappings mappings;
    private final Approval approval;
    private final ConsoleStart console;
    private final PasswordThrottle throttle;

    Opening(
            CertificationAuthorities authorities,
            ConfiguredParties parties,
            Instance<LabelsInForce> labels,
            Instance<EstDispatch> dispatch,
            Door door,
            SettingsMappings mappings,
            Approval approval,
            ConsoleStart console,
            PasswordThrottle throttle) {
        this.authorities = authorities;
        this.parties = parties;
        this.labels = labels;
        this.dispatch = dispatch;
        this.door = door;
        this.mappings = mappings;
        this.approval = approval;
        this.console = console;
        this.throttle = throttle;
    }

    /** Completes when the door listens; fails with the reason why it cannot. */
    Uni<Void> open() {
        return Uni.createFrom()
                .voidItem()
                .invoke(this::requireKnownVariables)
                .invoke(approval::open)
                .invoke(console::requireUsable)
                .invoke(throttle::requireUsable)
                .invoke(authorities::open)
                .invoke(parties::open)
                .invoke(this::announce)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> door.open(request -> dispatch.get().handle(request)));
    }

    private void requireKnownVariables() {
        new KnownVariables(mappings.all()).require(System.getenv());
    }

    private void announce() {
        labels.get()
                .now()
                .all()
                .forEach(label -> LOG.infof(
                        "Label %s: CA %s, profile %s",
                        label.name(), label.ca(), label.profile().name()));
    }

    /** Requests in flight are answered before the process goes. */
    void close(@Observes ShutdownEvent event) {
        if (door.port() != 0) {
            door.close().await().atMost(LONGEST_DRAIN);
        }
    }
}
