package est.console;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import est.enrollment.Causes;
import est.record.RecordFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The only place where a failure becomes a status of the console. */
@ApplicationScoped
public class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final int RETRY_SECONDS = 10;

    private final SecureRandom random;

    Problems(SecureRandom random) {
        this.random = random;
    }

    @ServerExceptionMapper
    public Response of(ConsoleRefusal refusal) {
        Response.ResponseBuilder problem =
                problem(refusal.reason().status(), refusal.reason().title(), refusal.getMessage(), reference());
        return refusal.reason() == ConsoleRefusal.Reason.UNAUTHENTICATED
                ? problem.header("WWW-Authenticate", "Bearer realm=\"est console\"")
                        .build()
                : problem.build();
    }

    @ServerExceptionMapper
    public Response of(RecordFailure failure) {
        String reference = reference();
        // one line: dashboards go on asking while the database is away
        LOG.warnf("Console request %s: no record: %s", reference, Causes.inOneLine(failure));
        LOG.debugf(failure, "Console request %s", reference);
        return problem(503, "Service Unavailable", "the record cannot be reached right now", reference)
                .header("Retry-After", RETRY_SECONDS)
                .build();
    }

    /** The body was JSON, but not what is expected. */
    @ServerExceptionMapper
    public Response of(MismatchedInputException unexpected) {
        return problem(400, "Bad Request", "the body is not what this operation takes", reference())
                .build();
    }

    /** What the framework refuses by itself: methods, media types, unreadable parameters and bodies. */
    @ServerExceptionMapper
    public Response of(WebApplicationException refusal) {
        int status = refusal.getResponse().getStatus();
        Response.Status known = Response.Status.fromStatusCode(status);
        return problem(
                        status,
                        known == null ? "Error" : known.getReasonPhrase(),
                        "see the API description at /api/v1/openapi",
                        reference())
                .build();
    }

    @ServerExceptionMapper
    public Response of(Throwable failure) {
        String reference = reference();
        LOG.errorf(failure, "Console request %s failed", reference);
        return problem(500, "Internal Server Error", "internal error", reference)
                .build();
    }

    private static Response.ResponseBuilder problem(int status, String title, String detail, String reference) {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .header("Request-Id", reference)
                .entity(new Problem("about:blank", title, status, detail, reference));
    }

    private String reference() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
