package est.start.rehearsal;

import est.start.rehearsal.WarmUp.Played;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;

/** How many visits are still to be paid, and until when. Thread-safe. */
final class Agenda {

    private final AtomicInteger left;
    private final long end;

    /**
     * An agenda.
     *
     * @param visits at most
     * @param end when none begins any more, as {@link System#nanoTime} tells time
     */
    Agenda(int visits, long end) {
        this.left = new AtomicInteger(visits);
        this.end = end;
    }

    /** Pays visits until there are none left to be paid. */
    Played keep(Visit visit) {
        Played played = Played.NOTHING;
        try {
            while (System.nanoTime() < end && left.getAndDecrement() > 0) {
                played = played.plus(new Played(1, visit.pay()));
            }
            return played;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
