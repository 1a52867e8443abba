package est.ca.local;

import static org.assertj.core.api.Assertions.assertThat;

import est.ca.Issuance;
import est.ca.RequestId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentIssuancesTest {

    private final RecentIssuances recent = new RecentIssuances();
    private final AtomicInteger signed = new AtomicInteger();

    @Test
    void I_8_only_the_oldest_answer_is_forgotten_at_the_bound() {
        RequestId oldest = ask(new RequestId(UUID.randomUUID()));
        RequestId second = ask(new RequestId(UUID.randomUUID()));
        for (int i = 2; i <= RecentIssuances.BOUND; i++) {
            ask(new RequestId(UUID.randomUUID()));
        }
        int before = signed.get();

        ask(second);
        assertThat(signed).hasValue(before);
        ask(oldest);
        assertThat(signed).hasValue(before + 1);
    }

    private RequestId ask(RequestId id) {
        assertThat(recent.answer(id, answer -> {
                            signed.incrementAndGet();
                            answer.complete(new Issuance.Deferred(Duration.ofSeconds(1)));
                        })
                        .toCompletableFuture())
                .isCompleted();
        return id;
    }
}
