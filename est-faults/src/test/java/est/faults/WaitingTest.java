package est.faults;

import static org.assertj.core.api.Assertions.assertThat;

import est.benchmark.Answer;
import est.faults.SharedSite.Ground;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A request that waits for an operator while servers come and go. */
@ExtendWith(SharedSite.class)
class WaitingTest {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    @Test
    void EST_PEND_04_F_29_a_request_waits_on_when_both_servers_are_killed(Ground ground) throws Exception {
        Site site = ground.site();
        site.heal();
        Request request = site.requests().ofDevice();
        assertThat(ask(site, request, 0).status()).isEqualTo(ACCEPTED);

        restart(site);

        assertThat(ask(site, request, 1).status()).isEqualTo(ACCEPTED);
        String ofKey = " from est.pending_request where spki_sha256 = sha256(decode('"
                + HexFormat.of().formatHex(request.publicKey()) + "', 'hex'))";
        assertThat(site.count("select count(*)" + ofKey)).isEqualTo(1);
        site.replica(0).operate("approve", site.text("select id" + ofKey));

        restart(site);

        Answer first = ask(site, request, 0);
        assertThat(first.status()).isEqualTo(OK);
        assertThat(ask(site, request, 1).body()).isEqualTo(first.body());
        assertThat(site.text("select state" + ofKey)).isEqualTo("SPENT");
        Findings findings = new Findings();
        site.check(findings);
        assertThat(findings.lines()).isEmpty();
    }

    private static Answer ask(Site site, Request request, int replica) throws Exception {
        return request.askAt(Site.WAITING, site.replica(replica).port(), site.receipts());
    }

    private static void restart(Site site) throws Exception {
        for (Replica replica : site.replicas()) {
            replica.kill();
        }
        site.heal();
    }
}
