package est.door;

import io.smallrye.mutiny.Uni;

/** Who answers what comes through the door. */
@FunctionalInterface
public interface EstHandler {

    /**
     * Answers one request. Called on the event loop of the connection, on a context that is safe for reactive database
     * sessions. Cancelled when the request's deadline passes or the client leaves.
     *
     * @return the answer; a failure of the Uni is an internal fault, answered with a bare 500
     */
    Uni<EstReply> handle(EstRequest request);
}
