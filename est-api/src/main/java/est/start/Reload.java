package est.start;

import est.door.Door;
import est.door.DoorCertificate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the files behind settings and server certificate from time to time, and replaces either where it changed and is valid
 * as a whole (I-13, T-3). Thread-safe.
 */
@ApplicationScoped
public class Reload {

    private static final Logger LOG = Logger.getLogger(Reload.class);

    private final ReloadSettings settings;
    private final ReloadableSettings settingsPart;
    private final DoorCertificate certificate;
    private final Door door;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, AtomicLong> times = new HashMap<>();
    private final List<Meter> gauges = new ArrayList<>();
    private List<Watch> watches = List.of();
    private @Nullable Future<?> timer;

    Reload(
            ReloadSettings settings,
            ReloadableSettings settingsPart,
            DoorCertificate certificate,
            Door door,
            MeterRegistry meters,
            Clock clock) {
        this.settings = settings;
        this.settingsPart = settingsPart;
        this.certificate = certificate;
        this.door = door;
        this.meters = meters;
        this.clock = clock;
    }

    /** Begins to look, once the door is open. */
    synchronized void begin() {
        watches = List.of(
                watch(settingsPart, settingsPart.contents()),
                watch(new ShownCertificate(certificate, door), door.fingerprint()));
        long period = settings.period().toMillis();
        if (period > 0) {
            timer = Infrastructure.getDefaultWorkerPool()
                    .scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
        }
    }

    /** Looks now. */
    public synchronized void look() {
        try {
            watches.forEach(this::look);
        } catch (RuntimeException unexpected) {
            // the timer must survive
            LOG.error("the files could not be looked at", unexpected);
        }
    }

    @PreDestroy
    synchronized void end() {
        if (timer != null) {
            timer.cancel(false);
        }
        gauges.forEach(meters::remove);
    }

    private Watch watch(Replaceable part, String inForce) {
        AtomicLong time = new AtomicLong();
        times.put(part.name(), time);
        gauges.add(Gauge.builder("est.configuration.loaded.timestamp", time, AtomicLong::doubleValue)
                .description("When the part of the configuration that is in force was read")
                .baseUnit("seconds")
                .tag("part", part.name())
                .register(meters));
        loaded(part);
        for (Watch.Result result : Watch.Result.values()) {
            looks(part, result);
        }
        return new Watch(part, inForce);
    }

    private void look(Watch watch) {
        Watch.Result result = watch.look();
        looks(watch.part(), result).increment();
        if (result == Watch.Result.APPLIED) {
            loaded(watch.part());
        }
    }

    private Counter looks(Replaceable part, Watch.Result result) {
        return Counter.builder("est.configuration.reloads")
                .description("Looks at the files of a part of the configuration, by what came of it")
                .tags("part", part.name(), "result", result.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    private void loaded(Replaceable part) {
        times.get(part.name()).set(clock.instant().getEpochSecond());
    }
}
