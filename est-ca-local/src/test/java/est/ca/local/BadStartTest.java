package est.ca.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.CaException;
import est.ca.TestRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An authority that cannot work does not open, and the complaint begins with the setting an operator must change. */
class BadStartTest {

    private static final String CERTIFICATE = "est.ca.test.local.certificate: ";
    private static final String KEY = "est.ca.test.local.key: ";
    private static final String PASSWORD = "est.ca.test.local.password: ";
    private static final String PASSWORD_FILE = "est.ca.test.local.password-file: ";

    @TempDir
    private Path folder;

    @Test
    void good_files_open() {
        assertThatNoException().isThrownBy(() -> CaFiles.ec(folder).open());
    }

    @Test
    void an_authority_without_settings_is_refused() {
        try {
            CaFiles.ec(folder).provider(CaFiles.clockAt(CaFiles.NOW)).open("other");
            throw new AssertionError("it opened");
        } catch (CaException e) {
            assertThat(e.getMessage()).isEqualTo("est.ca.other.local.certificate: is not set");
        }
    }

    @Test
    void F_25_a_missing_certificate_file_is_refused() {
        complaint(CaFiles.ec(folder).withCertificatePath("nowhere.pem")).startsWith(CERTIFICATE);
    }

    @Test
    void F_25_a_missing_key_file_is_refused() {
        complaint(CaFiles.ec(folder).withKeyPath("nowhere.key")).startsWith(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not PEM at all",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n%%%\n",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
            })
    void F_25_a_corrupt_certificate_file_is_refused(String text) {
        complaint(CaFiles.ec(folder).withCertificateText(text)).startsWith(CERTIFICATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not PEM at all",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n"
            })
    void F_25_a_corrupt_key_file_is_refused(String text) {
        complaint(CaFiles.ec(folder).withKeyText(text, "r--------")).startsWith(KEY);
    }

    @Test
    void F_25_a_corrupt_pkcs12_file_is_refused() throws IOException {
        CaFiles files = CaFiles.ec(folder).withPkcs12("secret", "r--------").withPassword("secret");
        Path file = folder.resolve("ca.p12");
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);

        complaint(files).contains("ca.p12");
    }

    @Test
    void I_10_a_broken_key_file_is_quoted_nowhere() {
        String half = CaFiles.pem(TestRequests.ecKeys().getPrivate()).substring(0, 100);
        String line = half.lines().skip(1).findFirst().orElseThrow();
        CaFiles files = CaFiles.ec(folder).withKeyText(half + "!", "r--------");

        assertThatThrownBy(files::open).satisfies(failure -> assertThat(Throwables.getStackTrace(failure))
                .doesNotContain(line));
    }

    @Test
    void F_25_a_file_that_is_too_long_is_refused() {
        complaint(CaFiles.ec(folder).withCertificateText("x".repeat((1 << 20) + 1)))
                .startsWith(CERTIFICATE);
    }

    @Test
    void F_26_a_key_of_another_certificate_is_refused() {
        complaint(CaFiles.ec(folder).withKey(TestRequests.ecKeys().getPrivate()))
                .startsWith(KEY);
    }

    @Test
    void F_26_a_key_of_another_algorithm_is_refused() {
        complaint(CaFiles.ec(folder).withKey(TestRequests.keys("RSA", 2048).getPrivate()))
                .startsWith(KEY);
    }

    @Test
    void F_26_two_keys_in_one_file_are_refused() {
        CaFiles files = CaFiles.ec(folder);
        String key = CaFiles.pem(files.keys.getPrivate());
        complaint(files.withKeyText(key + key, "r--------")).startsWith(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r-----r--", "r------w-", "r-------x", "rw--w----"})
    void a_key_file_open_to_others_is_refused(String permissions) {
        CaFiles files = CaFiles.ec(folder);
        complaint(files.withKeyText(CaFiles.pem(files.keys.getPrivate()), permissions))
                .startsWith(KEY)
                .contains(permissions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "rw-------", "r--r-----", "rw-r-----"})
    void a_key_file_guarded_from_others_is_accepted(String permissions) {
        CaFiles files = CaFiles.ec(folder);
        files.withKeyText(CaFiles.pem(files.keys.getPrivate()), permissions);
        assertThatNoException().isThrownBy(files::open);
    }

    @Test
    void a_pkcs12_file_open_to_others_is_refused() {
        complaint(CaFiles.ec(folder).withPkcs12("secret", "rw-r--r--").withPassword("secret"))
                .startsWith(CERTIFICATE)
                .contains("open to others");
    }

    @Test
    void a_password_file_open_to_others_is_refused() {
        complaint(CaFiles.ec(folder).withEncryptedKey("secret").withPasswordFile("secret", "rw-r--r--"))
                .startsWith(PASSWORD_FILE);
    }

    @Test
    void a_wrong_password_of_a_key_is_refused() {
        complaint(CaFiles.ec(folder).withEncryptedKey("secret").withPassword("guess-7"))
                .startsWith(PASSWORD)
                .doesNotContain("guess-7");
    }

    @Test
    void a_wrong_password_of_a_pkcs12_file_is_refused() {
        complaint(CaFiles.ec(folder).withPkcs12("secret", "r--------").withPasswordFile("guess-7\n", "r--------"))
                .startsWith(PASSWORD_FILE)
                .doesNotContain("guess-7");
    }

    @Test
    void a_missing_password_is_refused() {
        complaint(CaFiles.ec(folder).withEncryptedKey("secret")).startsWith(KEY).contains("est.ca.test.local.password");
    }

    @Test
    void two_passwords_are_refused() {
        complaint(CaFiles.ec(folder).withPassword("a").withPasswordFile("b", "r--------"))
                .startsWith(PASSWORD);
    }

    @Test
    void a_missing_key_beside_a_PEM_certificate_is_refused() {
        complaint(CaFiles.ec(folder).withoutKey()).startsWith(KEY).contains("is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pki.example.com/ca.cer", "/ca.cer", "http://pki.example.com/ü.cer"})
    void a_pointer_that_is_no_absolute_URI_is_refused(String uri) {
        complaint(CaFiles.ec(folder).withPointers(uri, "http://a/", "http://b/"))
                .startsWith("est.ca.test.local.aia-ca-issuers: ");
    }

    /** What the failure to open these files says. */
    static AbstractStringAssert<?> complaint(CaFiles files) {
        try {
            files.open();
        } catch (CaException e) {
            assertThat(e.kind()).isEqualTo(CaException.Kind.DEFECTIVE);
            return assertThat(e.getMessage());
        }
        throw new AssertionError("it opened");
    }
}
