package est.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.protocol.TransferBody.Wrapping;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferBodyTest {

    private static final CertificationRequests REQUEST = CertificationRequests.ec("CN=device1");
    private static final byte[] DER = REQUEST.der();

    @Test
    void EST_ENC_01_base64_of_der_is_decoded() {
        assertThat(TransferBody.decode(Base64.getEncoder().encode(DER))).isEqualTo(DER);
    }

    @Test
    void EST_ENC_04_white_space_anywhere_is_skipped() {
        String scattered = Base64.getEncoder().encodeToString(DER).replaceAll("(.{7})", "$1 \t\r\n");
        assertThat(decode("\r\n " + scattered + "\r\n\r\n")).isEqualTo(DER);
    }

    @Test
    void EST_ENC_05_lines_have_64_characters_and_one_CRLF_ends_the_body() {
        String body = new String(TransferBody.encode(new byte[96], Wrapping.LINES_OF_64), US_ASCII);
        assertThat(body).isEqualTo("A".repeat(64) + "\r\n" + "A".repeat(64) + "\r\n");
    }

    @Test
    void EST_ENC_05_one_line_ends_with_one_CRLF() {
        assertThat(new String(TransferBody.encode(new byte[96], Wrapping.ONE_LINE), US_ASCII))
                .isEqualTo("A".repeat(128) + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAA", "MA=A", "MA==AA==", "=", "====", "M", "MA=", "MAA=MAA="})
    void EST_ENC_06_missing_or_misplaced_padding_is_refused(String body) {
        assertThatThrownBy(() -> decode(body)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MA-_", "!!!", "MAA\u000b", "MA\u0000A", "{}", "<html>", "--MAA="})
    void EST_ENC_06_foreign_characters_are_refused(String body) {
        assertThatThrownBy(() -> decode(body)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\r\n"})
    void EST_ENC_06_an_empty_body_is_refused(String body) {
        assertThatThrownBy(() -> decode(body))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("the body is empty");
    }

    @Test
    void EST_ENC_07_raw_der_is_taken_as_it_is() {
        assertThat(TransferBody.decode(DER)).isEqualTo(DER);
    }

    @Test
    void EST_ENC_07_pem_armor_is_taken_off() {
        assertThat(decode(REQUEST.pem())).isEqualTo(DER);
        assertThat(decode(REQUEST.pem().replace("\n", "\r\n"))).isEqualTo(DER);
    }

    @Test
    void EST_ENC_07_the_old_pem_label_is_taken_too() {
        assertThat(decode(REQUEST.pem().replace("CERTIFICATE", "NEW CERTIFICATE")))
                .isEqualTo(DER);
    }

    @Test
    void EST_ENC_07_other_pem_labels_are_refused() {
        assertThatThrownBy(() -> decode(REQUEST.pem().replace("CERTIFICATE REQUEST", "CERTIFICATE")))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void EST_ENC_07_pem_that_does_not_end_as_it_begins_is_refused() {
        assertThatThrownBy(() -> decode(REQUEST.pem().replace("END CERTIFICATE", "END NEW CERTIFICATE")))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> decode("-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n"))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void T_16_a_second_pem_block_is_refused() {
        assertThatThrownBy(() -> decode(REQUEST.pem() + REQUEST.pem())).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void the_given_octets_are_not_aliased() {
        byte[] body = HexFormat.of().parseHex("3000");
        byte[] decoded = TransferBody.decode(body);
        body[1] = 1;
        assertThat(decoded[1]).isZero();
    }

    private static byte[] decode(String body) {
        return TransferBody.decode(body.getBytes(US_ASCII));
    }
}
