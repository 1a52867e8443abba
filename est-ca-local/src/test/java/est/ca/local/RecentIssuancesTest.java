package est.ca.local;

import static org.assertj.core.api.Assertions.assertThat;

import est.ca.CaException;
import est.ca.IssuanceRequest;
import est.ca.RequestId;
import est.ca.TestCertificates;
import est.ca.TestRequests;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentIssuancesTest {

    private static final byte[] OCTETS = octets();

    private final RecentIssuances recent = new RecentIssuances(List.of());
    private final AtomicInteger signed = new AtomicInteger();

    @Test
    void I_8_only_the_oldest_answer_is_forgotten_at_the_bound() {
        IssuanceRequest oldest = ask(another(TestRequests.valid().build()));
        IssuanceRequest second = ask(another(oldest));
        for (int i = 2; i <= RecentIssuances.BOUND; i++) {
            ask(another(oldest));
        }
        int before = signed.get();

        ask(second);
        assertThat(signed).hasValue(before);
        ask(oldest);
        assertThat(signed).hasValue(before + 1);
    }

    @Test
    void what_is_just_being_signed_is_waited_for_and_what_failed_is_not_found() {
        IssuanceRequest request = TestRequests.valid().build();
        CompletableFuture<CompletableFuture<byte[]>> signing = new CompletableFuture<>();
        recent.answer(request, signing::complete);

        CompletableFuture<List<X509Certificate>> found =
                recent.byPublicKey(request.publicKey()).toCompletableFuture();

        assertThat(found).isNotDone();
        signing.join().completeExceptionally(CaException.defective("broken", null));
        assertThat(found).isCompletedWithValue(List.of());
    }

    /** The same but for the id: keys are slow to make. */
    private static IssuanceRequest another(IssuanceRequest like) {
        return new IssuanceRequest(
                new RequestId(UUID.randomUUID()),
                like.profile(),
                like.certificationRequest(),
                like.publicKey(),
                like.granted(),
                like.proposedSerial(),
                like.renews());
    }

    private static byte[] octets() {
        KeyPair keys = TestRequests.ecKeys();
        try {
            return TestCertificates.authority("CN=any", keys, "CN=any", keys, CaFiles.FROM, CaFiles.TO)
                    .getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private IssuanceRequest ask(IssuanceRequest request) {
        assertThat(recent.answer(request, answer -> {
                            signed.incrementAndGet();
                            answer.complete(OCTETS);
                        })
                        .toCompletableFuture())
                .isCompleted();
        return request;
    }
}
