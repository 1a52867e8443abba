package est.policy;

import static est.policy.PolicyRefusal.Reason.OUTSIDE_CA_VALIDITY;
import static est.policy.PolicyRefusal.Reason.PROFILE_HAS_ENDED;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How long a certificate lives.
 *
 * @param life from now on
 * @param end what no certificate outlives
 * @param backdating how far notBefore lies in the past, for devices whose clocks run late
 */
public record ValidityRule(Duration life, Optional<Instant> end, Duration backdating) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    static ValidityRule of(ProfileSettings.Validity settings, ProfileProperty property, Instant now) {
        if (settings.validity().compareTo(SHORTEST) < 0) {
            throw property.of("validity").wrong("is shorter than one minute");
        }
        if (settings.backdating().isNegative()) {
            throw property.of("backdating").wrong("is negative");
        }
        Optional<Instant> end = settings.notAfter().map(text -> date(text, property));
        if (end.isPresent() && end.get().isBefore(now.plus(SHORTEST))) {
            throw property.of("not-after").wrong(end.get() + " is over: no certificate could be valid");
        }
        return new ValidityRule(settings.validity(), end, settings.backdating());
    }

    private static Instant date(String text, ProfileProperty property) {
        try {
            return Instant.parse(text).truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeParseException unreadable) {
            throw property.of("not-after").wrong(text + " is no date like 2030-12-31T23:59:59Z");
        }
    }

    /** The first second: never before that of the CA (I-12). */
    Instant from(Instant now, X509Certificate ca) {
        Instant limit = ca.getNotBefore().toInstant();
        if (limit.isAfter(now)) {
            throw new PolicyRefusal(OUTSIDE_CA_VALIDITY, "the certification authority is not valid yet");
        }
        Instant wanted = now.truncatedTo(ChronoUnit.SECONDS).minus(backdating);
        return wanted.isAfter(limit) ? wanted : limit;
    }

    /** The last second: a certificate never outlives its CA (I-12), nor its profile's own end. */
    Instant to(Instant now, X509Certificate ca) {
        Instant limit = ca.getNotAfter().toInstant();
        if (!limit.isAfter(now)) {
            throw new PolicyRefusal(OUTSIDE_CA_VALIDITY, "the certification authority is expired");
        }
        if (end.isPresent() && !end.get().isAfter(now)) {
            throw new PolicyRefusal(PROFILE_HAS_ENDED, "this profile grants nothing after " + end.get());
        }
        Instant wanted = now.truncatedTo(ChronoUnit.SECONDS).plus(life);
        return earlier(earlier(wanted, limit), end.orElse(limit));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
