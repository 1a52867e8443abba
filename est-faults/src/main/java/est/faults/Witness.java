package est.faults;

import est.benchmark.Answer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks and notes whether the answer is what it must be.
 *
 * @param site where
 * @param findings where what must not be is noted
 */
record Witness(Site site, Findings findings) {

    private static final int OK = HttpURLConnection.HTTP_OK;
    private static final int LATER = HttpURLConnection.HTTP_UNAVAILABLE;

    /** The answer, or nothing where the connection was refused or cut. */
    Optional<Answer> ask(Request request, Replica replica) {
        return ask(request, replica.port());
    }

    /** The answer at a port; one that fits no fault is a finding. */
    Optional<Answer> ask(Request request, int port) {
        try {
            Answer answer = request.ask(port, site.receipts());
            findings.require(
                    answer.status() == OK || answer.status() == LATER,
                    "%s was answered %d %s".formatted(request, answer.status(), text(answer)));
            findings.require(
                    answer.status() != LATER
                            || answer.headers().getOrDefault("retry-after", "").matches("[0-9]{1,5}"),
                    request + " was answered 503 without a time to come back");
            return Optional.of(answer);
        } catch (IOException cut) {
            return Optional.empty();
        }
    }

    /** Must be told to come back later; it will. */
    void refused(Request request, Replica replica, String because) {
        Optional<Answer> answer = ask(request, replica);
        findings.require(
                answer.isPresent() && answer.get().status() == LATER,
                "%s at %s, %s: answered %s instead of 503".formatted(request, replica, because, status(answer)));
        site.leave(request);
    }

    /** Must get its certificate at once; a server without the time to do so may say that. */
    void grantedAtOnce(Request request, Replica replica, String because) {
        Optional<Answer> answer = ask(request, replica);
        boolean granted = answer.isPresent() && answer.get().status() == OK;
        findings.require(
                granted || (answer.isPresent() && isLate(answer.get())),
                "%s at %s, %s: answered %s instead of a certificate"
                        .formatted(request, replica, because, status(answer)));
        if (!granted) {
            site.leave(request);
        }
    }

    /** Whether the door's own deadline has passed: the machine is too busy to tell more. */
    static boolean isLate(Answer answer) {
        return answer.status() == LATER && text(answer).startsWith("temporarily unavailable");
    }

    /** In words. */
    static String status(Optional<Answer> answer) {
        return answer.map(given -> given.status() + " " + text(given)).orElse("nothing");
    }

    private static String text(Answer answer) {
        return answer.status() == OK ? "" : new String(answer.body(), StandardCharsets.UTF_8).strip();
    }

    /** Must get its certificate, if not at once then after a while. */
    void granted(Request request, Replica replica) throws IOException, InterruptedException {
        boolean granted = Patience.within(Patience.USUAL.plus(Duration.ofSeconds(30)), () -> {
            Optional<Answer> answer = ask(request, replica);
            return answer.isPresent() && answer.get().status() != LATER;
        });
        findings.require(granted, request + " never got its certificate");
    }
}
