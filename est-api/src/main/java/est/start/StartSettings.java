package est.start;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** What happens once at a start. */
@ConfigMapping(prefix = "est.start")
interface StartSettings {

    /** A file to write a fresh one-time secret to, readable by its owner only; for a first run. */
    Optional<Path> firstSecretFile();
}
