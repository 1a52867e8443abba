package est.ca.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.CaException;
import est.ca.TestRequests;
import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.pki.CertificateContent.KeyUsage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a role can be told, and what is refused before it is asked. */
class RoleModeTest {

    private final RoleMode mode = new RoleMode(
            Optional.of(SubjectName.of(new X500Principal("O=Example"))),
            Optional.of(Set.of(KeyUsage.DIGITAL_SIGNATURE)));

    private void assertRefused(TestRequests request, CaException.Kind kind) {
        assertThatThrownBy(() -> mode.content(request.build()))
                .isInstanceOfSatisfying(
                        CaException.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    @Test
    void names_go_to_the_field_of_their_kind() {
        JsonObject said = mode.content(TestRequests.valid()
                .withSubject("SERIALNUMBER=4711,CN=device-1,O=Example")
                .withNames(
                        AlternativeName.dnsName("a.example"),
                        AlternativeName.of(
                                AlternativeName.Kind.RFC822_NAME, "a@example".getBytes(StandardCharsets.US_ASCII)),
                        AlternativeName.of(AlternativeName.Kind.URI, "urn:a,b".getBytes(StandardCharsets.US_ASCII)),
                        AlternativeName.ipAddress(new byte[] {10, 0, 0, 1}))
                .build());

        assertThat(said.getString("common_name")).isEqualTo("device-1");
        assertThat(said.getString("serial_number")).isEqualTo("4711");
        assertThat(said.getString("alt_names")).isEqualTo("a.example,a@example");
        assertThat(said.getJsonArray("uri_sans")).isEqualTo(new JsonArray().add("urn:a,b"));
        assertThat(said.getJsonArray("ip_sans")).isEqualTo(new JsonArray().add("10.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=device-1",
                "CN=device-1,O=Other",
                "CN=device-1,OU=Line,O=Example",
                "O=Example,CN=device-1",
                "CN=b,CN=a,O=Example",
                "CN=device-1,DC=example,O=Example"
            })
    void a_subject_the_role_would_not_write_is_refused(String subject) {
        assertRefused(TestRequests.valid().withSubject(subject), CaException.Kind.REFUSED);
    }

    @Test
    void usages_the_role_would_not_write_are_refused() {
        assertRefused(TestRequests.valid().withUsages(KeyUsage.KEY_AGREEMENT), CaException.Kind.REFUSED);
    }

    @Test
    void a_profile_that_grants_extensions_can_never_work() {
        assertRefused(
                TestRequests.valid()
                        .withExtensions(new CertificateContent.Extension("1.2.3.4", false, new byte[] {5, 0})),
                CaException.Kind.DEFECTIVE);
    }

    @Test
    void a_name_that_would_be_split_is_refused() {
        assertRefused(
                TestRequests.valid().withNames(AlternativeName.dnsName("a.example,b.example")),
                CaException.Kind.REFUSED);
    }
}
