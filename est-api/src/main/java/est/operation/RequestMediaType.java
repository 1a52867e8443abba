package est.operation;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which media types of a certification request are read; the body decides its form (EST-HTTP-03, EST-ENC-07). */
final class RequestMediaType {

    /** The standard one, two that deployed devices send, and curl's default. */
    private static final Set<String> ACCEPTED = Set.of(
            "application/pkcs10",
            "application/octet-stream",
            "application/x-pem-file",
            "application/x-www-form-urlencoded");

    private RequestMediaType() {}

    /** Type and subtype without regard to case; parameters do not matter; a missing header is accepted. */
    static boolean isAccepted(Optional<String> contentType) {
        return contentType
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .map(ACCEPTED::contains)
                .orElse(true);
    }
}
