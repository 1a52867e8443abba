package est.start;

import est.door.Door;
import est.issuance.CertificationAuthorities;
import est.operation.EstDispatch;
import est.policy.Labels;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
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
    private final Instance<Labels> labels;
    private final Instance<EstDispatch> dispatch;
    private final Door door;
    private final BeanManager beans;

    Opening(
            CertificationAuthorities authorities,
            Instance<Labels> labels,
            Instance<EstDispatch> dispatch,
            Door door,
            BeanManager beans) {
        this.authorities = authorities;
        this.labels = labels;
        this.dispatch = dispatch;
        this.door = door;
        this.beans = beans;
    }

    /** Completes when the door listens; fails with the reason why it cannot. */
    Uni<Void> open() {
        return Uni.createFrom()
                .voidItem()
                .invoke(this::requireKnownVariables)
                .invoke(authorities::open)
                .invoke(this::announce)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> door.open(request -> dispatch.get().handle(request)));
    }

    /** Each mapping that anybody injects is a bean; together they are all settings there are. */
    private void requireKnownVariables() {
        Set<Type> mappings = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> bean.getTypes().stream())
                .collect(Collectors.toSet());
        new KnownVariables(mappings).require(System.getenv());
    }

    private void announce() {
        labels.get()
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
