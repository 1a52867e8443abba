package est.start;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the server notices that its files have changed. */
@ConfigMapping(prefix = "est.reload")
interface ReloadSettings {

    /** How often it looks at them; a change counts once two looks in a row saw the same. Zero: never. */
    @WithDefault("10s")
    Duration period();
}
