package est.faults;

import java.io.IOException;
import java.sql.SQLException;

/** How a fault is caused and what must be seen while it lasts. What is recorded in the end is checked for all of them alike. */
@FunctionalInterface
interface Scenario {

    /**
     * Causes the fault and undoes it.
     *
     * @param site healthy
     * @param times how often
     * @param findings what must never be goes here
     * @return how often it was caused indeed
     */
    int provoke(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException;
}
