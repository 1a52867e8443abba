package est.start;

import org.jboss.logging.Logger;

/** Decides when a part is replaced: once its files hold something new and have come to rest. Used by one thread at a time. */
final class Watch {

    private static final Logger LOG = Logger.getLogger(Watch.class);

    /** What a look came to. */
    enum Result {
        UNCHANGED,
        APPLIED,
        REFUSED
    }

    private final Replaceable part;
    private String tried;
    private String seen;

    /**
     * A watch over files that have been read.
     *
     * @param inForce the contents they had then
     */
    Watch(Replaceable part, String inForce) {
        this.part = part;
        this.tried = inForce;
        this.seen = inForce;
    }

    Replaceable part() {
        return part;
    }

    /** Looks once. What was refused is not tried again until it changes. */
    Result look() {
        String now = part.contents();
        boolean atRest = now.equals(seen);
        seen = now;
        // certificate and key, or settings and anchors, may be written one after the other
        if (!atRest || now.equals(tried)) {
            return Result.UNCHANGED;
        }
        tried = now;
        try {
            part.replace();
            LOG.infof("Reload: %s replaced", part.name());
            return Result.APPLIED;
        } catch (IllegalArgumentException refused) {
            LOG.warnf(
                    "Reload refused, %s unchanged: %s",
                    part.name(), String.valueOf(refused.getMessage()).replaceAll("\\s+", " "));
            LOG.debug("the cause", refused);
            return Result.REFUSED;
        } catch (RuntimeException unexpected) {
            LOG.errorf(unexpected, "Reload failed, %s unchanged", part.name());
            return Result.REFUSED;
        }
    }
}
