package est.ca.local;

import est.ca.CaException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
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
                ? new Time(new DERUTCTime(UTC_TIME.format(utc)))
                : new Time(new DERGeneralizedTime(GENERALIZED_TIME.format(utc)));
    }
}
