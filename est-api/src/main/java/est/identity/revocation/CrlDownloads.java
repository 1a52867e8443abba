package est.identity.revocation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.Provider;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches CRLs from addresses that the operator named, in the background: no request waits for one. What was fetched last stays
 * until its own end, whatever comes of later attempts. Thread-safe.
 */
@ApplicationScoped
public class CrlDownloads {

    private static final Logger LOG = Logger.getLogger(CrlDownloads.class);
    private static final int CONNECTIONS = 4;
    private static final long LOOK_MILLIS = 1_000;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private record Source(String anchors, URI address) {}

    private final Vertx vertx;
    private final HttpClient client;
    private final Provider signatures;
    private final MeterRegistry meters;
    private final Clock clock;
    private final CrlGauges gauges;
    private volatile Map<Source, Download> downloads = Map.of();
    private @Nullable Future<?> timer;

    CrlDownloads(Vertx vertx, Provider signatures, MeterRegistry meters, Clock clock) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS));
        this.signatures = signatures;
        this.meters = meters;
        this.gauges = new CrlGauges(meters, this::of);
        this.clock = clock;
    }

    @PreDestroy
    synchronized void close() {
        if (timer != null) {
            timer.cancel(false);
        }
        gauges.remove();
        client.close();
    }

    /** From now on fetches what these rules name, and nothing else. What is there already is kept. */
    public synchronized void follow(Collection<RevocationRule> rules) {
        Map<Source, Download> next = new HashMap<>();
        for (RevocationRule rule : rules) {
            for (URI address : rule.downloads().addresses()) {
                Source source = new Source(rule.anchors(), address);
                Download known = downloads.get(source);
                next.put(source, known == null ? new Download(address, rule) : known.following(rule));
            }
        }
        downloads = Map.copyOf(next);
        gauges.show(rules);
        if (timer == null && !next.isEmpty()) {
            timer = Infrastructure.getDefaultWorkerPool()
                    .scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The lists that were fetched for a rule and are signed by one of its issuers. */
    List<RevocationList> of(RevocationRule rule) {
        Map<Source, Download> now = downloads;
        return rule.downloads().addresses().stream()
                .flatMap(address -> Optional.ofNullable(now.get(new Source(rule.anchors(), address))).stream())
                .flatMap(download -> download.list().stream())
                .filter(list -> rule.issuers().contains(list.issuer()))
                .toList();
    }

    private void look() {
        try {
            downloads.values().stream().filter(Download::begins).forEach(this::fetch);
        } catch (RuntimeException unexpected) {
            // the timer must survive
            LOG.error("CRLs could not be fetched", unexpected);
        }
    }

    private void fetch(Download download) {
        new BoundedExchange(vertx, download.rule().downloads().timeout(), RevocationList.MAX_OCTETS)
                .send(client, download.request(), Buffer.buffer())
                .onFailure(failure -> failed(download, failure.getMessage()))
                // parsing takes too long for an event loop
                .onSuccess(answer -> Infrastructure.getDefaultWorkerPool().execute(() -> answered(download, answer)));
    }

    private void answered(Download download, BoundedExchange.Answer answer) {
        try {
            if (answer.status() == NOT_MODIFIED) {
                download.unchanged();
            } else if (answer.status() == OK) {
                download.take(
                        RevocationList.verified(answer.body(), download.rule().issuers(), signatures, clock.instant()),
                        answer);
            } else {
                throw new UnusableAnswer("answers with status " + answer.status());
            }
            count(download, "fetched");
        } catch (UnusableAnswer | RuntimeException unusable) {
            failed(download, unusable.getMessage());
        }
    }

    private void failed(Download download, @Nullable String why) {
        download.failed();
        count(download, "failed");
        LOG.warnf("CRL of est.revocation.%s from %s: %s", download.rule().anchors(), download.address(), why);
    }

    private void count(Download download, String result) {
        Counter.builder("est.revocation.crl.downloads")
                .description("Attempts to fetch a CRL")
                .tags("anchors", download.rule().anchors(), "result", result)
                .register(meters)
                .increment();
    }
}
