package est.policy;

import static est.policy.PolicyFixture.profile;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I-13: settings that no profile can have are refused at start, with the property and the reason. */
class ProfileRefusalsTest {

    private static void refused(Map<String, String> settings, String property, String because) {
        assertThatThrownBy(() -> profile(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("est.profile.device." + property + ": ")
                .hasMessageContaining(because);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keys | P-521 | allowed are",
                "signature-algorithms | SHA3with-RSA | unknown signature algorithm",
                "signature-algorithms | SHA1withRSA | broken",
                "signature-algorithms | SHA256withRSA | none of them can be made with the allowed key P-",
                "subject-attributes | CN,Shoe | unknown attribute Shoe",
                "required-subject-attributes | Shoe | unknown attribute Shoe",
                "required-subject-attributes | UID | UID is not among the subject-attributes",
                "device-id | [a- | Illegal",
                "subject | CN={request.CN},UID=x | not allowed",
                "subject | CN={shoe.model} | unknown variable {shoe.model}",
                "subject | CN={device.model} | {device.model} cannot name the device",
                "subject | serialNumber=a-{device.model} | {device.model} cannot name the device",
                "subject | CN={request.CN},O={device.Model} | unknown variable {device.Model}",
                "subject | CN={request.shoe} | unknown variable {request.shoe}",
                "subject | CN={identity.secret} | unknown variable {identity.secret}",
                "subject | CN={request.CN | a variable is written {source.attribute}",
                "subject | CN=request.CN} | a variable is written {source.attribute}",
                "subject | CN={request.O} | {request.O} cannot name the device",
                "subject | serialNumber=a-{request.UID} | {request.UID} cannot name the device",
                "subject | CN | is no subject",
                "subject | CN={request.CN}+O=Acme | single attributes",
                "subject | CN={request.CN},C=Deutschland | country",
                "subject | CN={request.CN},CN={identity.name} | repeats",
                "subject | O= | no content",
                "dns-suffixes | .example | is no DNS name",
                "ip-ranges | 192.0.2.0 | is no network",
                "ip-ranges | 192.0.2.1/24 | is no network",
                "ip-ranges | 192.0.2.0/33 | is no network",
                "ip-ranges | 192.0.2/24 | is no network",
                "ip-ranges | 2001:db8::/129 | is no network",
                "ip-ranges | example.org/24 | is no network",
                "ip-ranges | ::ffff:192.0.2.0/120 | is no network",
                "uri-schemes | HTTPS | is no scheme",
                "uri-schemes | javascript | is no scheme that can name a device",
                "uri-hosts | example.org | there is no host without uri-schemes",
                "rfc822-domains | @example.org | is no DNS name",
                "other-names | upn | is no object identifier",
                "extended-key-usages | clientAuht | cannot be granted",
                "extended-key-usages | 1.3.6.1.5.5.7.3.28 | cannot be granted",
                "extended-key-usages | 2.5.29.37.0 | cannot be granted",
                "ec.extended-key-usages | 1.3.6.1.5.5.7.3.27 | cannot be granted",
                "rsa.key-usages | keyCertSign | cannot be granted",
                "rsa.key-usages | keyAgreement | no rsa key can be used",
                "ec.key-usages | keyEncipherment | no ec key can be used",
                "validity | 59s | shorter than one minute",
                "backdating | -1s | is negative",
                "not-after | tomorrow | is no date",
                "not-after | 2001-01-01T00:00:00Z | is over",
                "renewal-window | 90d | not shorter than the validity",
                "renewal-window | 0s | leaves no time",
                "renewal-grace | -1s | is negative",
                "extensions | tlsFeature | is no object identifier"
            })
    void I_13_a_setting_that_cannot_be_is_refused_by_its_name(String property, String value, String because) {
        refused(Map.of(property, value), property, because);
    }

    @Test
    void I_13_settings_that_contradict_each_other_are_refused() {
        refused(
                Map.of("required-subject-attributes", "O", "subject-attributes", "CN"),
                "required-subject-attributes",
                "O is not among");
        refused(
                Map.of("required-subject-attributes", "O", "subject", "CN={request.CN}"),
                "subject",
                "lacks the required attribute O");
        refused(Map.of("validity", "10d", "renewal-window", "11d"), "renewal-window", "not shorter");
    }

    @Test
    void I_13_an_end_before_the_first_minute_is_over_is_refused() {
        String end = PolicyFixture.NOW.plus(Duration.ofSeconds(30)).toString();
        refused(Map.of("not-after", end), "not-after", "is over");
    }

    /** SKI, KU, SAN, IAN, BC, NC, CDP, policies, mappings, AKI, PC, EKU, freshest CRL, inhibit, AIA, SIA, no-check, SCT. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.5.29.14",
                "2.5.29.15",
                "2.5.29.17",
                "2.5.29.18",
                "2.5.29.19",
                "2.5.29.30",
                "2.5.29.31",
                "2.5.29.32",
                "2.5.29.33",
                "2.5.29.35",
                "2.5.29.36",
                "2.5.29.37",
                "2.5.29.46",
                "2.5.29.54",
                "1.3.6.1.5.5.7.1.1",
                "1.3.6.1.5.5.7.1.11",
                "1.3.6.1.5.5.7.48.1.5",
                "1.3.6.1.4.1.11129.2.4.2"
            })
    void T_12_no_profile_copies_an_extension_of_a_ca(String oid) {
        refused(Map.of("extensions", oid), "extensions", "is never copied");
    }
}
