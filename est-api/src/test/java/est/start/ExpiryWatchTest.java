package est.start;

import static org.assertj.core.api.Assertions.assertThat;

import est.device.TestAuthority;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiryWatchTest {

    private static final X509Certificate CERTIFICATE = new TestAuthority("CN=Issuing").certificate();
    private static final Instant END = CERTIFICATE.getNotAfter().toInstant();

    @Test
    void F_27_a_certificate_is_announced_30_days_before_its_end() {
        assertThat(ExpiryWatch.warning("CA main", CERTIFICATE, END.minus(Duration.ofDays(31))))
                .isEmpty();
        assertThat(ExpiryWatch.warning("CA main", CERTIFICATE, END.minus(Duration.ofDays(30))))
                .contains("CA main: certificate CN=Issuing ends on " + END + ", in 30 days");
    }

    @Test
    void F_27_an_expired_certificate_is_announced_too() {
        assertThat(ExpiryWatch.warning("The door", CERTIFICATE, END.plusSeconds(1)))
                .contains("The door: certificate CN=Issuing ended on " + END);
    }
}
