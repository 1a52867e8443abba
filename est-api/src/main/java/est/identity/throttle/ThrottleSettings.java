package est.identity.throttle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How wrong passwords slow the next ones down: {@code est.throttle.…}. */
@ConfigMapping(prefix = "est.throttle")
public interface ThrottleSettings {

    /** Failures of one account from one network, at one label. */
    AccountAtAddress accountAtAddress();

    /** Failures of one account at one label, wherever they come from. */
    Account account();

    /** Failures from one network, whatever account and label. */
    Address address();

    /** How long after its last failure an account is no longer slowed down. */
    @WithDefault("24h")
    Duration memory();

    /** One account from one network: the guesser is slowed down, and nobody else. */
    interface AccountAtAddress {
        /** The failure that is the first one to cost time. */
        @WithDefault("5")
        int failures();

        /** What it costs; each further one costs twice as much. */
        @WithDefault("1s")
        Duration delay();

        /** What none costs more than. */
        @WithDefault("15m")
        Duration longestDelay();
    }

    /** One account from everywhere: later and shorter, since it slows its owner down too. */
    interface Account {
        /** The failure that is the first one to cost time. */
        @WithDefault("100")
        int failures();

        /** What it costs; each further one costs twice as much. */
        @WithDefault("1s")
        Duration delay();

        /** What none costs more than. */
        @WithDefault("1m")
        Duration longestDelay();
    }

    /** One network, in the memory of each server. */
    interface Address {
        /** Whether networks are slowed down at all. */
        @WithDefault("true")
        boolean enabled();

        /** The failure that is the first one to cost time. */
        @WithDefault("20")
        int failures();

        /** What it costs; each further one costs twice as much. */
        @WithDefault("1s")
        Duration delay();

        /** What none costs more than. */
        @WithDefault("1m")
        Duration longestDelay();

        /** How long after its last failure a network is no longer slowed down. */
        @WithDefault("15m")
        Duration memory();

        /** Networks such as {@code 10.1.0.0/16} that are not: many clients stand behind one of their addresses. */
        Optional<Set<String>> exempt();
    }
}
