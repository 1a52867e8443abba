package est.door;

/** What the door answers by itself; everything else is the business of {@link EstHandler}. */
enum DoorError {
    /** Broken HTTP. */
    MALFORMED(400, "malformed request"),
    /** Header or body did not arrive in time. */
    SLOW(408, "request too slow"),
    /** The body is over the limit. */
    LARGE_BODY(413, "body too large"),
    /** The request line is over the limit. */
    LONG_TARGET(414, "request target too long"),
    /** The body is compressed; EST bodies never are. */
    ENCODED_BODY(415, "content encoding not supported"),
    /** Too many header fields, or too many octets of them. */
    LARGE_HEAD(431, "header too large"),
    /** The handler failed. */
    FAULT(500, "internal error"),
    /** As many requests are being answered as may be at once (T-23). */
    BUSY(503, "too many requests at once"),
    /** The handler did not answer in time. */
    LATE(503, "temporarily unavailable");

    private final int status;
    private final String reason;

    DoorError(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    /** One line for people, repeating the reference they can quote to an operator. */
    String line(String reference) {
        return reason + " (reference " + reference + ")\r\n";
    }
}
