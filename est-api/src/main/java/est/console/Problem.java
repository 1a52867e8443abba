package est.console;

/**
 * An error as RFC 9457 writes it.
 *
 * @param type always {@code about:blank}: the status says what kind of error it is
 * @param title the status in words
 * @param status the status code
 * @param detail what to change
 * @param reference the id to quote; the log has it too
 */
public record Problem(String type, String title, int status, String detail, String reference) {}
