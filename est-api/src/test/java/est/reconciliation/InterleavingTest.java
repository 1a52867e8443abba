package est.reconciliation;

import static est.reconciliation.Abandoned.await;
import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.issuance.MemoryAuthorities;
import est.reconciliation.Abandoned.Attempt;
import est.reconciliation.Abandoned.Device;
import est.record.EnrollmentRecords;
import est.record.Opening.Opened;
import est.record.Outcome;
import est.record.RecordFailure;
import est.record.TestSql;
import est.record.Unfinished;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Owners, repeats, reconcilers that decide on what they read before, and leases that pass, in random order and at once. {@code
 * -Dest.test.interleavings} says how many runs.
 */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class InterleavingTest {
    private static final int RUNS = Integer.getInteger("est.test.interleavings", 12);

    @Inject
    Settlement settlement;

    @Inject
    Abandoned abandoned;

    @Inject
    EnrollmentRecords records;

    @Inject
    MemoryAuthorities memory;

    @Inject
    TestSql sql;

    @BeforeEach
    void alone() {
        abandoned.alone();
    }

    /** One device and everybody who ever worked on its request. */
    private final class Run {
        private final Device device = Device.at("memory");
        private final List<Attempt> owners = new ArrayList<>();
        private final List<Opened> opened = new ArrayList<>();
        private final Random random;

        Run(long seed) {
            random = new Random(seed);
        }

        void step() {
            switch (random.nextInt(6)) {
                case 0, 1 -> repeat();
                case 2 -> opened.forEach(each -> abandoned.letLeasePass(each.id()));
                case 3 -> owners.forEach(abandoned::ask);
                default -> race();
            }
        }

        private void repeat() {
            Attempt attempt = device.attempt();
            if (abandoned.open(attempt) instanceof Opened fresh) {
                owners.add(attempt);
                opened.add(fresh);
            }
        }

        /** Everybody who can end something does so at once. */
        private void race() {
            List<Uni<?>> works = new ArrayList<>();
            for (int n = 0; n < opened.size(); n++) {
                Opened each = opened.get(n);
                int act = random.nextInt(4);
                if (act == 0) {
                    works.add(records.issued(each, abandoned.signed(owners.get(n))));
                } else if (act == 1) {
                    works.add(records.notIssued(each, Outcome.UNKNOWN, "test"));
                }
                abandoned.read(each.id()).ifPresent(row -> works.addAll(reconcilers(row)));
            }
            if (!works.isEmpty()) {
                await(Uni.join()
                        .all(works.stream().map(InterleavingTest::fencedOrDone).toList())
                        .andFailFast());
            }
        }

        private List<Uni<?>> reconcilers(Unfinished row) {
            List<Uni<?>> works = new ArrayList<>();
            for (int replica = random.nextInt(3); replica > 0; replica--) {
                works.add(settlement.settle(row));
            }
            return works;
        }

        void end() {
            opened.forEach(each -> abandoned.letLeasePass(each.id()));
            for (Opened each : opened) {
                abandoned.age(each.id());
                for (int look = 0; look < 5; look++) {
                    abandoned.letLeasePass(each.id());
                    abandoned.read(each.id()).ifPresent(row -> await(settlement.settle(row)));
                }
            }
        }

        void check(String seed) {
            int issued = 0;
            for (Opened each : opened) {
                String state = abandoned.state(each.id());
                assertThat(state).as(seed).isIn("ISSUED", "NOT_ISSUED", "ORPHAN");
                issued += state.equals("ISSUED") ? 1 : 0;
                assertThat(count("est.certificate where enrollment", each))
                        .as(seed)
                        .isEqualTo(state.equals("ISSUED") ? "1" : "0");
                assertThat(count("est.audit_event where event in ('GRANTED', 'RECONCILED') and enrollment", each))
                        .as(seed)
                        .isEqualTo("1");
            }
            assertThat(issued).as(seed).isLessThanOrEqualTo(1);
            memory.authority().certificatesIssued().stream()
                    .filter(this::isRevoked)
                    .forEach(revoked -> assertThat(sql.ask("select count(*) from est.certificate where serial = '\\x"
                                    + HexFormat.of()
                                            .formatHex(revoked.getSerialNumber().toByteArray()) + "'"))
                            .as(seed)
                            .isEqualTo("0"));
        }

        private boolean isRevoked(X509Certificate certificate) {
            return Arrays.equals(
                            certificate.getPublicKey().getEncoded(),
                            device.request().keyPair().getPublic().getEncoded())
                    && memory
                            .authority()
                            .revocationLists()
                            .orElseThrow()
                            .current()
                            .toCompletableFuture()
                            .join()
                            .stream()
                            .anyMatch(list -> list.isRevoked(certificate));
        }

        private String count(String from, Opened of) {
            return sql.ask("select count(*) from " + from + " = '" + of.id() + "'");
        }
    }

    private static Uni<Void> fencedOrDone(Uni<?> work) {
        return work.replaceWithVoid()
                .onFailure(failure -> failure instanceof RecordFailure refused
                        && (refused.kind() == RecordFailure.Kind.FENCED
                                || refused.kind() == RecordFailure.Kind.SERIAL_TAKEN))
                .recoverWithNull();
    }

    @Test
    void F_52_F_54_whatever_the_order_one_is_issued_and_each_ends_once() {
        for (int seed = 0; seed < RUNS; seed++) {
            Run run = new Run(seed);
            for (int step = 0; step < 12; step++) {
                run.step();
            }
            run.end();
            run.check("seed " + seed);
        }
    }
}
