package est.issuance;

import est.ca.CaCertificates;
import est.ca.IssuedCertificates;
import io.smallrye.mutiny.Uni;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for what an authority signed for one request: by the serial that was proposed, else by key and time. */
final class IssuedLookup {

    /** An authority that draws serials itself and keeps a clock of its own: certificates of about that time. */
    private static final Duration ABOUT = Duration.ofDays(1);

    /** More of one key in two days is no device's doing; the oldest are looked at. */
    private static final int MOST = 16;

    private final IssuedCertificates issued;
    private final AnswerCheck answerCheck;
    private final CaCertificates ca;

    IssuedLookup(IssuedCertificates issued, AnswerCheck answerCheck, CaCertificates ca) {
        this.issued = issued;
        this.answerCheck = answerCheck;
        this.ca = ca;
    }

    Uni<List<Found>> find(Signing signing) {
        return Uni.createFrom()
                .completionStage(() -> issued.bySerial(signing.serial()))
                .flatMap(found -> found.map(certificate -> Uni.createFrom().item(List.of(certificate)))
                        .orElseGet(() -> byKey(signing)))
                .map(found -> found.stream()
                        .map(certificate -> compared(signing, certificate))
                        .toList());
    }

    private Uni<List<X509Certificate>> byKey(Signing signing) {
        return Uni.createFrom()
                .completionStage(() -> issued.byPublicKey(signing.publicKey()))
                .map(found -> found.stream()
                        .filter(certificate -> isAbout(signing, certificate))
                        .limit(MOST)
                        .toList());
    }

    private static boolean isAbout(Signing signing, X509Certificate certificate) {
        return Duration.between(
                                signing.granted().notBefore(),
                                certificate.getNotBefore().toInstant())
                        .abs()
                        .compareTo(ABOUT)
                <= 0;
    }

    private Found compared(Signing signing, X509Certificate certificate) {
        Optional<String> difference = answerCheck.difference(signing, certificate, asOf(certificate));
        return new Found(certificate, certificate.getSerialNumber().equals(signing.serial()), difference);
    }

    /** The authority may have changed its key since: then its certificate of before is the one to compare with. */
    private CaCertificates asOf(X509Certificate certificate) {
        return ca.all().stream()
                .filter(candidate -> answerCheck.isSignedBy(certificate, candidate))
                .findFirst()
                .map(signer -> {
                    List<X509Certificate> chain = new ArrayList<>(ca.all());
                    chain.remove(signer);
                    chain.add(0, signer);
                    return new CaCertificates(chain, List.of());
                })
                .orElse(ca);
    }
}
