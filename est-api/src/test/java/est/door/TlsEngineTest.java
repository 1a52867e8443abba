package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import org.conscrypt.OpenSSLProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsEngineTest {
    private final TlsEngine conscrypt = TlsEngine.choose(DoorSettings.EngineChoice.CONSCRYPT);

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void a_key_of_another_provider_becomes_one_of_conscrypt(String algorithm) throws Exception {
        PrivateKey key =
                KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();

        PrivateKey own = conscrypt.own(key);

        assertThat(own.getClass().getPackage()).isEqualTo(OpenSSLProvider.class.getPackage());
        assertThat(own.getClass()).isNotEqualTo(key.getClass());
        assertThat(own.getEncoded()).isNotEmpty();
    }

    @Test
    void a_key_that_cannot_be_read_stays_what_it_is() throws GeneralSecurityException {
        PrivateKey elsewhere = new KeyElsewhere();

        assertThat(conscrypt.own(elsewhere)).isSameAs(elsewhere);
    }

    /** As of a hardware module. */
    private static final class KeyElsewhere implements PrivateKey {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }
}
