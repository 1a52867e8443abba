package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T-14: moduli of the right size that anybody can factor. */
class WeakModulusTest {

    private static final BigInteger F4 = BigInteger.valueOf(65537);
    private static final CertificationRequests RSA = CertificationRequests.rsa("CN=d", 2048);

    private final WeakModuli weak = new WeakModuli(14);

    private static void refused(BigInteger modulus, String because) {
        assertThatThrownBy(() -> RSA.withRsaKey(modulus, F4).decoded())
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(because)
                .hasNoCause();
    }

    static IntStream T_14_each_prime_below_752_as_a_factor_is_refused() {
        return IntStream.range(3, 752)
                .filter(number -> BigInteger.valueOf(number).isProbablePrime(30));
    }

    @ParameterizedTest
    @MethodSource
    void T_14_each_prime_below_752_as_a_factor_is_refused(int prime) {
        refused(weak.withFactor(prime, 2048), "small prime factor");
    }

    @Test
    void T_14_the_next_prime_is_not_small() {
        assertThatCode(() -> WeakModulus.requireNone(weak.withFactor(757, 2048)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 3072, 4096})
    void T_14_a_modulus_of_the_roca_kind_is_refused(int bits) {
        refused(weak.roca(bits), "ROCA");
    }

    @Test
    void T_14_neighboring_primes_are_refused() {
        refused(weak.closePrimes(2048), "too close");
    }

    @Test
    void T_14_the_square_of_a_prime_is_refused() {
        refused(weak.square(2048), "too close");
    }

    @ParameterizedTest
    @CsvSource({"1, 2048", "2, 2048", "55, 2048", "110, 2048", "110, 4096"})
    void T_14_close_primes_are_found_within_110_rounds_of_Fermat(int round, int bits) {
        refused(weak.foundInRound(round, bits), "too close");
    }

    @Test
    void T_14_what_takes_111_rounds_passes() {
        assertThatCode(() -> WeakModulus.requireNone(weak.foundInRound(111, 2048)))
                .doesNotThrowAnyException();
    }

    @Test
    void T_14_a_key_of_a_sound_library_passes() {
        assertThat(RSA.decoded().publicKey().name()).isEqualTo("RSA-2048");
    }
}
