package est.device;

import est.protocol.CertificationRequest;
import est.protocol.CertificationRequests;
import est.record.Decided;
import est.record.PendingRecords;
import est.record.PendingRequest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;

/** A person who decides on waiting requests. */
@ApplicationScoped
public class Approvals {
    private static final int ALL = 1_000;

    private final PendingRecords records;

    Approvals(PendingRecords records) {
        this.records = records;
    }

    /** Approves what waits for that key. */
    public void approve(CertificationRequests request) {
        approve(waiting(request));
    }

    /** Approves it. */
    public void approve(PendingRequest waiting) {
        decide(records.approve(waiting.id(), "test"));
    }

    /** Rejects what waits for that key. */
    public void reject(CertificationRequests request) {
        decide(records.reject(waiting(request).id(), "for a test", "test"));
    }

    private static void decide(Uni<Decided> decision) {
        try {
            Decided decided = VertxContextSupport.subscribeAndAwait(() -> decision);
            if (decided != Decided.DONE) {
                throw new IllegalStateException("not decided: " + decided);
            }
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What waits for that key. */
    public PendingRequest waiting(CertificationRequests request) {
        return waiting(request.der()).orElseThrow();
    }

    /** What waits for the key of that request, if anything does. */
    public Optional<PendingRequest> waiting(byte[] request) {
        byte[] key = CertificationRequest.decode(request).publicKey().sha256();
        try {
            return VertxContextSupport.subscribeAndAwait(() -> records.waiting(Optional.empty(), Optional.empty(), ALL))
                    .stream()
                    .filter(each -> Arrays.equals(each.content().spkiSha256(), key))
                    .findFirst();
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
    }
}
