package est.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.protocol.DerScan.Limits;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerScanTest {

    @ParameterizedTest
    @ValueSource(strings = {"3000", "0500", "3003020100", "308100", "3084000000020500"})
    void EST_ENC_08_definite_lengths_of_any_size_are_ber(String hex) {
        assertThatCode(() -> ber(hex)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"30800000", "3080020100308000000000", "A08030000000"})
    void EST_ENC_08_indefinite_lengths_are_ber(String hex) {
        assertThatCode(() -> ber(hex)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "0205", "30020201", "30810130", "3005308002010000", "3080020100", "04800000"})
    void EST_ENC_10_octets_that_are_cut_short_are_refused(String hex) {
        assertThatThrownBy(() -> ber(hex)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30800000", "308100", "30820003020100", "2403040100", "010101", "3084000000020500"})
    void T_16_what_is_ber_but_not_der_is_refused_where_der_is_demanded(String hex) {
        assertThatThrownBy(() -> der(hex)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void T_16_trailing_octets_are_refused() {
        assertThatThrownBy(() -> ber("300000"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("behind the end");
    }

    @Test
    void T_20_sixteen_levels_pass_and_seventeen_are_refused() {
        assertThatCode(() -> DerScan.requireBer(nested(16), Limits.REQUEST)).doesNotThrowAnyException();
        assertThatThrownBy(() -> DerScan.requireBer(nested(17), Limits.REQUEST))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void T_20_thousands_of_open_indefinite_lengths_are_refused() {
        assertThatThrownBy(() -> ber("3080".repeat(30_000)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void T_20_two_thousand_elements_pass_and_one_more_is_refused() {
        assertThatCode(() -> ber(sequenceOfNulls(1_999))).doesNotThrowAnyException();
        assertThatThrownBy(() -> ber(sequenceOfNulls(2_000)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("elements");
    }

    @Test
    void T_20_an_identifier_over_64_octets_is_refused() {
        assertThatCode(() -> ber("0640" + "01".repeat(64))).doesNotThrowAnyException();
        assertThatThrownBy(() -> ber("0641" + "01".repeat(65))).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> ber("0600")).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void T_19_a_message_over_64_KiB_is_refused_unread() {
        assertThatThrownBy(() -> DerScan.requireBer(new byte[64 * 1024 + 1], Limits.REQUEST))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("longer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3084FFFFFFFF00", "308500000000013000", "30FF00", "04847FFFFFFF00", "1000", "1F8100", "0000"})
    void T_20_impossible_headers_are_refused(String hex) {
        assertThatThrownBy(() -> ber(hex)).isInstanceOf(MalformedMessageException.class);
    }

    private static byte[] nested(int levels) {
        String hex = "";
        for (int i = 0; i < levels; i++) {
            hex = "30" + HexFormat.of().toHexDigits((byte) (hex.length() / 2)) + hex;
        }
        return HexFormat.of().parseHex(hex);
    }

    private static String sequenceOfNulls(int count) {
        return "3082" + HexFormat.of().toHexDigits((short) (2 * count)) + "0500".repeat(count);
    }

    private static void ber(String hex) {
        DerScan.requireBer(HexFormat.of().parseHex(hex), Limits.REQUEST);
    }

    private static void der(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);
        DerScan.requireDer(octets, 0, octets.length, Limits.REQUEST);
    }
}
