package est.faults;

import est.benchmark.Answer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Everything that clients received for their requests, whole or in part. Thread-safe. */
final class Receipts {

    private static final int OK = 200;

    /**
     * An answer that is, or begins as, a certificate.
     *
     * @param request what was asked
     * @param answer what came
     */
    record Receipt(Request request, Answer answer) {}

    private final Queue<Receipt> certificates = new ConcurrentLinkedQueue<>();

    /** Notes an answer. */
    void note(Request request, Answer answer) {
        if (answer.status() == OK) {
            certificates.add(new Receipt(request, answer));
        }
    }

    /** All answers with a certificate so far, in the order they came. */
    Iterable<Receipt> certificates() {
        return certificates;
    }
}
