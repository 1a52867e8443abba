package est.reconciliation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When enrollments with unknown outcome are looked at: {@code est.reconciler.…}. */
@ConfigMapping(prefix = "est.reconciler")
public interface ReconcilerSettings {

    /** How often each server looks; by turns a quarter sooner or later, so that replicas do not march in step. */
    @WithDefault("30s")
    Duration period();

    /**
     * How old an enrollment has to be before it is believed of a CA that it did not sign: until then the request might still be
     * on its way. Nobody waits for that, a repeat is free when the lease has passed.
     */
    @WithDefault("5m")
    Duration absenceAfter();
}
