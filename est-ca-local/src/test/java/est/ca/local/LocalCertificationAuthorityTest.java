package est.ca.local;

import static est.ca.Answers.failureOf;
import static est.ca.Answers.issue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import est.ca.Answers;
import est.ca.CaException;
import est.ca.Issuance;
import est.ca.IssuanceRequest;
import est.ca.TestCertificates;
import est.ca.TestRequests;
import est.pki.CertificateContent;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCertificationAuthorityTest {

    @TempDir
    private Path folder;

    @Test
    void EC_signatures_are_made_on_the_callers_thread() {
        LocalCertificationAuthority authority = CaFiles.ec(folder).open();

        assertThat(authority.issue(request()).toCompletableFuture()).isDone();
    }

    @Test
    void RSA_signatures_are_made_by_the_workers() {
        Queue<Runnable> queue = new ArrayDeque<>();
        CompletionStage<Issuance> answer = rsa(queue).issue(request());
        assertThat(answer.toCompletableFuture()).isNotDone();

        queue.remove().run();

        assertThat(Answers.await(answer)).isInstanceOf(Issuance.Issued.class);
    }

    @Test
    void what_still_waits_when_the_authority_closes_is_not_signed() {
        Queue<Runnable> queue = new ArrayDeque<>();
        LocalCertificationAuthority authority = rsa(queue);
        CompletionStage<Issuance> answer = authority.issue(request());

        authority.close();
        queue.remove().run();

        assertThat(failureOf(answer).kind()).isEqualTo(CaException.Kind.UNAVAILABLE);
    }

    @Test
    void I_8_the_queue_of_the_workers_is_bounded() {
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService workers = SigningWorkers.open("test");
        for (int i = 0; i < Runtime.getRuntime().availableProcessors() + SigningWorkers.QUEUE; i++) {
            workers.execute(() -> await(release));
        }

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> workers.execute(() -> await(release)));
        release.countDown();
        workers.shutdown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_closed_authority_stops_its_workers() {
        ExecutorService workers = SigningWorkers.open("test");
        LocalCertificationAuthority authority =
                new CaFiles(folder, TestRequests.keys("RSA", 2048)).open(CaFiles.clockAt(CaFiles.NOW), workers);

        authority.close();

        assertThat(workers.isShutdown()).isTrue();
    }

    @Test
    void a_failure_is_not_remembered() {
        Queue<Runnable> queue = new ArrayDeque<>();
        boolean[] full = {true};
        LocalCertificationAuthority authority = new CaFiles(folder, TestRequests.keys("RSA", 2048))
                .open(CaFiles.clockAt(CaFiles.NOW), task -> {
                    if (full[0]) {
                        throw new RejectedExecutionException();
                    }
                    queue.add(task);
                });
        IssuanceRequest request = request();
        failureOf(authority.issue(request));

        full[0] = false;
        CompletionStage<Issuance> second = authority.issue(request);
        queue.remove().run();

        assertThat(Answers.await(second)).isInstanceOf(Issuance.Issued.class);
    }

    @Test
    void the_answer_brings_its_chain_and_the_CA_certificates_their_rollover() {
        CaFiles files = CaFiles.ec(folder);
        KeyPair old = TestRequests.ecKeys();
        X509Certificate expired = TestCertificates.authority(
                "CN=Old Root", old, "CN=Old Root", old, CaFiles.FROM, CaFiles.FROM.plusSeconds(1));
        LocalCertificationAuthority authority = files.withRollover(expired).open();

        assertThat(((Issuance.Issued) Answers.await(authority.issue(request()))).chain())
                .isEqualTo(files.chain);
        assertThat(Answers.await(authority.caCertificates()).all())
                .containsExactly(files.chain.get(0), files.chain.get(1), expired);
    }

    @Test
    void a_key_without_encoding_is_refused() {
        PublicKey shapeless = new ShapelessKey();

        assertThat(failureOf(CaFiles.ec(folder).open().issue(valid().buildFor(shapeless)))
                        .kind())
                .isEqualTo(CaException.Kind.REFUSED);
    }

    @Test
    void I_10_nothing_that_is_printed_holds_the_key() {
        CaFiles files = CaFiles.ec(folder);
        LocalCertificationAuthority authority = files.open();

        assertThat(authority.toString()).isEqualTo("LocalCertificationAuthority[O=Example, CN=Test Issuing CA]");
    }

    @Test
    void two_authorities_do_not_share_what_they_remember() {
        IssuanceRequest request = request();

        assertThat(issue(CaFiles.ec(folder).open(), request))
                .isNotEqualTo(issue(CaFiles.ec(folder).open(), request));
    }

    private LocalCertificationAuthority rsa(Queue<Runnable> queue) {
        return new CaFiles(folder, TestRequests.keys("RSA", 2048)).open(CaFiles.clockAt(CaFiles.NOW), queue::add);
    }

    private static TestRequests valid() {
        return TestRequests.valid()
                .withUsages(CertificateContent.KeyUsage.DIGITAL_SIGNATURE)
                .withValidity(CaFiles.NOW, CaFiles.NOW.plusSeconds(60));
    }

    static IssuanceRequest request() {
        return valid().build();
    }

    /** A key of some token that shows nothing. */
    private static final class ShapelessKey implements PublicKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "none";
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }
    }
}
