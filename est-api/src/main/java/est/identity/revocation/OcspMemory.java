package est.identity.revocation;

import java.io.Serial;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last answers of OCSP responders, a bounded number of them (I-8). Thread-safe. */
final class OcspMemory {

    private static final int MOST = 2_000;

    /** What an answer was about. */
    record Subject(URI responder, X509Certificate certificate, X509Certificate issuer) {}

    private final Map<Subject, OcspQuestion.Answered> answers = new LeastRecentlyAsked();

    synchronized Optional<CertificateStatus> recall(Subject subject, Instant now) {
        OcspQuestion.Answered known = answers.get(subject);
        if (known == null || !now.isBefore(known.until())) {
            return Optional.empty();
        }
        return Optional.of(known.status());
    }

    /** Until the answer ends, and no longer than the limit. */
    synchronized void keep(Subject subject, OcspQuestion.Answered answered, Instant limit) {
        Instant until = answered.until().isBefore(limit) ? answered.until() : limit;
        answers.put(subject, new OcspQuestion.Answered(answered.status(), until));
    }

    private static final class LeastRecentlyAsked extends LinkedHashMap<Subject, OcspQuestion.Answered> {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final float LOAD = 0.75f;

        LeastRecentlyAsked() {
            super(16, LOAD, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, OcspQuestion.Answered> eldest) {
            return size() > MOST;
        }
    }
}
