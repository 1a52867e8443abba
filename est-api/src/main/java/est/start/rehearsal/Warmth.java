package est.start.rehearsal;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the server is warm: apart from {@link WarmUp}, which cannot be made before the settings are read. Thread-safe. */
@ApplicationScoped
public class Warmth {

    private volatile boolean reached;

    /** Whether the warm-up is over, well or not. */
    public boolean isReached() {
        return reached;
    }

    void reach() {
        reached = true;
    }
}
