package est.ca;

import java.security.cert.X509Certificate;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a stage came to, for tests that may wait. */
public final class Answers {

    private static final long PATIENCE_SECONDS = 30;

    private Answers() {}

    /** The value of a stage; its failure is thrown as it is. */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s", e);
        }
    }

    /** The certificate that an authority issues for a request at once. */
    public static X509Certificate issue(CertificationAuthority authority, IssuanceRequest request) {
        if (await(authority.issue(request)) instanceof Issuance.Issued issued) {
            return issued.certificate();
        }
        throw new AssertionError("the request was deferred");
    }

    /** The failure of a stage, which must be a {@link CaException}. */
    public static CaException failureOf(CompletionStage<?> stage) {
        try {
            throw new AssertionError("expected a failure, got " + await(stage));
        } catch (CaException e) {
            return e;
        }
    }
}
