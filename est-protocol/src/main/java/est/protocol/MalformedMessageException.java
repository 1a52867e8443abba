package est.protocol;

/**
 * The octets of a message are not what the protocol says they are. The message text is one line, written for the client
 * that sent them: it names the rule that is broken, and quotes nothing of what was sent but object identifiers.
 */
public final class MalformedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A broken message. There is never a cause: what a library said about hostile octets is not for clients.
     *
     * @param rule one line, safe for the client
     */
    public MalformedMessageException(String rule) {
        super(rule);
    }
}
