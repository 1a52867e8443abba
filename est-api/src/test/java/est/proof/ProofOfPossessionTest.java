package est.proof;

import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.rsa;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.proof.ProofFailure.Reason;
import est.protocol.CertificationRequests;
import java.io.Serial;
import java.security.Provider;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProofOfPossessionTest {

    private static final byte[] FINISHED = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final Optional<ChannelBinding> SESSION =
            Optional.of(new ChannelBinding(ChannelBinding.Kind.TLS_UNIQUE, FINISHED));

    static Provider[] providers() {
        return new Provider[] {Conscrypt.newProvider(), new BouncyCastleProvider()};
    }

    private static boolean verify(CertificationRequests request, Optional<ChannelBinding> session) {
        return new ProofOfPossession(new BouncyCastleProvider())
                .verify(request.decoded(), () -> session, ChannelBindingMode.OPTIONAL)
                .bound();
    }

    private static void refused(Reason reason, CertificationRequests request, Optional<ChannelBinding> session) {
        refused(reason, () -> verify(request, session));
    }

    private static void refused(Reason reason, ThrowingCallable verification) {
        assertThatThrownBy(verification)
                .isInstanceOfSatisfying(ProofFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(reason));
    }

    @Test
    void EST_POP_08_a_missing_binding_is_refused_where_one_is_required() {
        ProofOfPossession proof = new ProofOfPossession(new BouncyCastleProvider());
        for (Optional<ChannelBinding> session : java.util.List.of(SESSION, Optional.<ChannelBinding>empty())) {
            assertThatThrownBy(() -> proof.verify(ec("CN=a").decoded(), () -> session, ChannelBindingMode.REQUIRED))
                    .isInstanceOfSatisfying(ProofFailure.class, failure -> assertThat(failure.reason())
                            .isEqualTo(Reason.CHANNEL_BINDING_MISSING));
        }
        assertThat(proof.verify(bound(FINISHED).decoded(), () -> SESSION, ChannelBindingMode.REQUIRED)
                        .bound())
                .isTrue();
    }

    @Test
    void EST_POP_04_the_session_is_not_asked_for_a_binding_that_no_request_claims() {
        AtomicInteger asked = new AtomicInteger();
        ProofOfPossession proof = new ProofOfPossession(new BouncyCastleProvider());
        Supplier<Optional<ChannelBinding>> session = () -> {
            asked.incrementAndGet();
            return SESSION;
        };

        proof.verify(ec("CN=a").decoded(), session, ChannelBindingMode.OPTIONAL);
        assertThat(asked).hasValue(0);

        proof.verify(bound(FINISHED).decoded(), session, ChannelBindingMode.OPTIONAL);
        assertThat(asked).hasValue(1);
    }

    /** A provider that verifies nothing: who comes as far as the signature is refused for that. */
    @Test
    void T_21_a_request_is_refused_for_what_is_cheap_to_see_before_its_signature_is_verified() {
        ProofOfPossession proof = new ProofOfPossession(new BlindProvider());

        refused(
                Reason.SIGNATURE,
                () -> proof.verify(ec("CN=a").decoded(), Optional::empty, ChannelBindingMode.OPTIONAL));
        refused(
                Reason.SIGNATURE_ALGORITHM,
                () -> proof.verify(
                        rsa("CN=a", 2048).signedWith("SHA1withRSA").decoded(),
                        Optional::empty,
                        ChannelBindingMode.OPTIONAL));
        refused(
                Reason.CHANNEL_BINDING,
                () -> proof.verify(bound(new byte[] {1}).decoded(), () -> SESSION, ChannelBindingMode.OPTIONAL));
        refused(
                Reason.CHANNEL_BINDING_MISSING,
                () -> proof.verify(ec("CN=a").decoded(), () -> SESSION, ChannelBindingMode.REQUIRED));
    }

    private static final class BlindProvider extends Provider {
        @Serial
        private static final long serialVersionUID = 1L;

        BlindProvider() {
            super("blind", "1", "knows no algorithm");
        }
    }

    private static CertificationRequests bound(byte[] value) {
        return ec("CN=device1").withChallengePassword(Base64.getEncoder().encodeToString(value));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void EST_ENR_04_a_request_signed_by_its_own_key_passes(Provider provider) {
        var proof = new ProofOfPossession(provider);
        for (CertificationRequests request : new CertificationRequests[] {
            ec("CN=a"),
            ec("CN=a", "secp384r1"),
            rsa("CN=a", 2048),
            rsa("CN=a", 2048).signedWith("SHA256withRSAandMGF1")
        }) {
            assertThat(proof.verify(request.decoded(), Optional::empty, ChannelBindingMode.OPTIONAL)
                            .bound())
                    .isFalse();
        }
    }

    @Test
    void EST_ENR_04_a_broken_signature_is_refused() {
        refused(Reason.SIGNATURE, ec("CN=a").withBrokenSignature(), Optional.empty());
    }

    @Test
    void T_15_a_signature_by_another_key_is_refused() {
        var other = org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                est.device.TestAuthority.ecKeys().getPublic().getEncoded());
        refused(Reason.SIGNATURE, ec("CN=a").withPublicKey(other), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1withRSA", "MD5withRSA"})
    void EST_ENR_05_a_weak_hash_is_refused(String algorithm) {
        refused(Reason.SIGNATURE_ALGORITHM, rsa("CN=a", 2048).signedWith(algorithm), Optional.empty());
    }

    @Test
    void EST_POP_07_a_matching_binding_binds() {
        assertThat(verify(bound(FINISHED), SESSION)).isTrue();
    }

    @Test
    void EST_POP_07_a_wrong_binding_is_refused_also_where_none_is_required() {
        refused(Reason.CHANNEL_BINDING, bound(new byte[12]), SESSION);
    }

    @Test
    void EST_POP_09_a_prefix_of_the_binding_is_not_the_binding() {
        refused(Reason.CHANNEL_BINDING, bound(java.util.Arrays.copyOf(FINISHED, 8)), SESSION);
    }

    @Test
    void EST_POP_09_a_trailing_newline_is_tolerated() {
        var request = ec("CN=device1").withChallengePassword(Base64.getEncoder().encodeToString(FINISHED) + "\n");
        assertThat(verify(request, SESSION)).isTrue();
    }

    @Test
    void EST_POP_07_a_binding_on_a_session_that_has_none_is_refused() {
        refused(Reason.CHANNEL_BINDING, bound(FINISHED), Optional.empty());
    }

    @Test
    void EST_POP_13_a_challenge_password_is_not_a_password() {
        refused(Reason.CHANNEL_BINDING, ec("CN=a").withChallengePassword("secret!"), SESSION);
    }

    @Test
    void EST_POP_08_an_absent_binding_is_accepted() {
        assertThat(verify(ec("CN=a"), SESSION)).isFalse();
    }
}
