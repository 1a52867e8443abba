package est.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;

/** Any octets as the value of an Authorization header. */
class BasicCredentialsFuzzTest {

    @FuzzTest
    void T_9_any_octets_are_credentials_or_nothing(byte[] header) {
        // as the door reads a header: one character for each octet
        Optional<BasicCredentials> decoded = BasicCredentials.decode(new String(header, StandardCharsets.ISO_8859_1));
        decoded.ifPresent(BasicCredentialsFuzzTest::require);
    }

    private static void require(BasicCredentials credentials) {
        String pair = credentials.userName() + ":" + credentials.password();
        if (credentials.userName().indexOf(':') >= 0 || pair.chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError("credentials that no header can carry");
        }
        if (!Normalizer.isNormalized(credentials.userName(), Normalizer.Form.NFC)
                || !Normalizer.isNormalized(credentials.password(), Normalizer.Form.NFC)) {
            throw new AssertionError("credentials in two spellings");
        }
        if (!credentials.toString().equals("BasicCredentials[…]")) {
            throw new AssertionError("credentials that are printed");
        }
        // what was read, sent again, is read the same; unless it no longer fits
        String again = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (again.length() <= 1_024 && !BasicCredentials.decode(again).equals(Optional.of(credentials))) {
            throw new AssertionError("credentials that read otherwise the second time");
        }
    }
}
