package est.console;

/** How many things a page of a list may have. */
final class PageLimit {

    private static final int MOST = 100;

    private PageLimit() {}

    static void require(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new ConsoleRefusal(ConsoleRefusal.Reason.MALFORMED, "limit must be 1 to " + MOST);
        }
    }
}
