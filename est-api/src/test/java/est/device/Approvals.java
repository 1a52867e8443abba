package est.device;

import est.protocol.CertificationRequest;
import est.protocol.CertificationRequests;
import est.record.Decided;
import est.record.PendingRecords;
import est.record.PendingRequest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;

/** A person who approves. */
@ApplicationScoped
public class Approvals {
    private static final int ALL = 1_000;

    private final PendingRecords records;

    Approvals(PendingRecords records) {
        this.records = records;
    }

    /** Approves what waits for that key. */
    public void approve(CertificationRequests request) {
        byte[] key = CertificationRequest.decode(request.der()).publicKey().sha256();
        try {
            PendingRequest waiting =
                    VertxContextSupport.subscribeAndAwait(
                                    () -> records.waiting(Optional.empty(), Optional.empty(), ALL))
                            .stream()
                            .filter(each -> Arrays.equals(each.content().spkiSha256(), key))
                            .findFirst()
                            .orElseThrow();
            Decided decided = VertxContextSupport.subscribeAndAwait(() -> records.approve(waiting.id(), "test"));
            if (decided != Decided.DONE) {
                throw new IllegalStateException("not approved: " + decided);
            }
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
    }
}
