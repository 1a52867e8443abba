package est.ca.local;

import est.ca.CaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x509.Time;

/** The date encodings of RFC 5280 §4.1.2.5: Zulu, with seconds, without fractions. */
final class CertificateTime {

    // Bouncy Castle's Time(Date) formats with the JVM's locale, whose calendar need not be Gregorian.
    private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT);

    private CertificateTime() {}

    /**
     * UTCTime from 1950 through 2049, GeneralizedTime before and after.
     *
     * @throws CaException of kind {@code REFUSED} for a year that four digits cannot write
     */
    static Time of(Instant date) {
        OffsetDateTime utc = date.atOffset(ZoneOffset.UTC);
        int year = utc.getYear();
        if (year < 0 || year > 9999) {
            throw CaException.refused("a certificate cannot name the year " + year, null);
        }
        return year >= 1950 && year <= 2049
                ? encoded(BERTags.UTC_TIME, UTC_TIME.format(utc))
                : encoded(BERTags.GENERALIZED_TIME, GENERALIZED_TIME.format(utc));
    }

    /** From its octets: Bouncy Castle's constructors would read the text back with a calendar, to see whether it is a date. */
    private static Time encoded(int tag, String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer der = ByteBuffer.allocate(2 + octets.length).put((byte) tag).put((byte) octets.length);
        try {
            return new Time(ASN1Primitive.fromByteArray(der.put(octets).array()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
