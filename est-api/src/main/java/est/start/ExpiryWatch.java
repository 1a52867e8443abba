package est.start;

import est.door.Door;
import est.issuance.CertificationAuthorities;
import est.policy.Label;
import est.policy.LabelsInForce;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says at start, and then daily, which certificates of the server end soon, 30 days ahead (F-27); metrics say it always.
 * Thread-safe.
 */
@ApplicationScoped
class ExpiryWatch {

    private static final Logger LOG = Logger.getLogger(ExpiryWatch.class);
    private static final Duration AHEAD = Duration.ofDays(30);

    private final CertificationAuthorities authorities;
    private final Instance<LabelsInForce> labels;
    private final Door door;
    private final MeterRegistry meters;
    private final Clock clock;
    private final List<Meter> gauges = new ArrayList<>();
    private @Nullable Future<?> timer;

    ExpiryWatch(
            CertificationAuthorities authorities,
            Instance<LabelsInForce> labels,
            Door door,
            MeterRegistry meters,
            Clock clock) {
        this.authorities = authorities;
        this.labels = labels;
        this.door = door;
        this.meters = meters;
        this.clock = clock;
    }

    /** Begins, once the door is open. */
    synchronized void begin() {
        gauges.add(gauge("est.tls.certificate.expiry.timestamp", door::certificates)
                .description("When the first of the certificates that the door shows ends")
                .register(meters));
        for (String ca : authorities.names()) {
            gauges.add(gauge("est.ca.certificate.expiry.timestamp", () -> authorities.chainInMemory(ca))
                    .description("When the first certificate of the CA's chain ends; NaN while its chain is not known")
                    .tag("ca", ca)
                    .register(meters));
        }
        long day = Duration.ofDays(1).toMillis();
        timer = Infrastructure.getDefaultWorkerPool().scheduleAtFixedRate(this::look, 0, day, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    synchronized void end() {
        if (timer != null) {
            timer.cancel(false);
        }
        gauges.forEach(meters::remove);
    }

    private static Gauge.Builder<Chain> gauge(String name, Chain chain) {
        return Gauge.builder(name, chain, ExpiryWatch::firstEnd)
                .baseUnit("seconds")
                .strongReference(true);
    }

    /** Certificates as they are at the time of asking. */
    private interface Chain {
        Collection<X509Certificate> now();
    }

    private static double firstEnd(Chain chain) {
        return chain.now().stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .map(end -> (double) end.getEpochSecond())
                .orElse(Double.NaN);
    }

    /** Writes a line for each certificate that ends soon. */
    void look() {
        Instant now = clock.instant();
        warn("The door's certificate", door.certificates(), now);
        for (String ca : authorities.names()) {
            authorities
                    .caCertificates(ca)
                    .subscribe()
                    .with(
                            known -> warn("CA " + ca, authorities.chainInMemory(ca), now),
                            unknown -> LOG.warnf("CA %s: when its certificates end is not known", ca));
        }
        for (Label label : labels.get().now().all()) {
            warn(
                    "Trust anchor of label " + label.name(),
                    label.authentication().trust().anchors(),
                    now);
        }
    }

    private static void warn(String whose, Collection<X509Certificate> certificates, Instant now) {
        certificates.forEach(certificate -> warning(whose, certificate, now).ifPresent(LOG::warn));
    }

    /** What to say about a certificate, if anything. */
    static Optional<String> warning(String whose, X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isAfter(now.plus(AHEAD))) {
            return Optional.empty();
        }
        long days = Duration.between(now, end).toDays();
        String when = end.isBefore(now) ? "ended on " + end : "ends on " + end + ", in " + days + " days";
        return Optional.of(whose + ": certificate " + certificate.getSubjectX500Principal() + " " + when);
    }
}
