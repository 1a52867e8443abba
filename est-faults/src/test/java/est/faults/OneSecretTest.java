package est.faults;

import static org.assertj.core.api.Assertions.assertThat;

import est.faults.SharedSite.Ground;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A one-time secret that got around: every device that has it comes at the same moment, to each of three servers. */
@ExtendWith(SharedSite.class)
class OneSecretTest {

    private static final int AT_ONCE = 32;

    @Test
    void I_11_T_10_one_secret_32_times_at_once_at_three_servers_buys_one_certificate(Ground ground) throws Exception {
        Findings findings = new Findings();
        Site.amongThree(OneSecretTest::herd).provoke(ground.site(), AT_ONCE, findings);
        ground.site().check(findings);
        assertThat(findings.lines()).isEmpty();
    }

    private static int herd(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        List<Request> requests = site.requests().withOneSecret(times);
        List<Callable<Integer>> herd = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Request request = requests.get(i);
            Replica replica = site.replica(i);
            herd.add(() -> request.status(replica.port(), site.receipts()).orElse(0));
        }
        List<Integer> statuses = site.atOnce(herd);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).allMatch(status -> List.of(200, 401, 503).contains(status));
        assertThat(site.count("select count(*) from est.certificate c join est.enrollment e on e.id = c.enrollment"
                        + " where e.credential = '" + requests.get(0).identity() + "'"))
                .isEqualTo(1);
        return times;
    }
}
