package est.start.rehearsal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the server rehearses before it calls itself ready, {@code est.rehearsal.*}. */
@ConfigMapping(prefix = "est.rehearsal")
interface RehearsalSettings {

    /** At most; 0 for not at all. */
    @WithDefault("7s")
    Duration warmUp();

    /** Visits of the made-up device, at most; it enrolls ten times in each. */
    @WithDefault("500")
    int visits();
}
