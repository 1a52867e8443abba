package est.approval;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How requests wait for a person: {@code est.approval.…}. Which do, each label says. */
@ConfigMapping(prefix = "est.approval")
public interface ApprovalSettings {

    /** When a waiting client is told to ask again; by turns a quarter sooner or later, so that clients do not march in step. */
    @WithDefault("5m")
    Duration retryAfter();

    /** After this time a request that waits is forgotten, and so is the decision on it. */
    @WithDefault("7d")
    Duration lifetime();

    /** How many requests of one identity may wait under one label. */
    @WithDefault("5")
    int perIdentity();

    /** How many requests may wait under one label. */
    @WithDefault("1000")
    int perLabel();
}
