package est.faults;

import static org.assertj.core.api.Assertions.assertThat;

import est.faults.SharedSite.Ground;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A one-time secret that got around: every device that has it comes at the same moment, half of them to each server. */
@ExtendWith(SharedSite.class)
class OneSecretTest {

    private static final int AT_ONCE = 32;

    @Test
    void I_11_T_10_one_secret_32_times_at_once_at_two_servers_buys_one_certificate(Ground ground) throws Exception {
        Site site = ground.site();
        site.heal();
        List<Request> requests = site.requests().withOneSecret(AT_ONCE);
        List<Callable<Integer>> herd = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            Request request = requests.get(i);
            Replica replica = site.replica(i);
            herd.add(() -> request.status(replica.port(), site.receipts()).orElse(0));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> one : site.clients().invokeAll(herd)) {
            statuses.add(one.get());
        }
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).allMatch(status -> List.of(200, 401, 503).contains(status));
        assertThat(site.count("select count(*) from est.certificate c join est.enrollment e on e.id = c.enrollment"
                        + " where e.credential = '" + requests.get(0).identity() + "'"))
                .isEqualTo(1);
        Findings findings = new Findings();
        site.check(findings);
        assertThat(findings.lines()).isEmpty();
    }
}
