package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.Duplicate;
import est.record.Opening.Opened;
import est.record.Opening.Running;
import est.record.RepeatRule.Duplicates;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several enrollments for one device, at once and one after the other. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class DuplicateTest extends RecordTest {

    private final byte[] device = Enrollments.newKey();

    private Intent another(Duplicates duplicates) {
        return another(duplicates, Enrollments.newSerial());
    }

    private Intent another(Duplicates duplicates, BigInteger serial) {
        return Enrollments.ofDevice(device, duplicates, serial, Optional.empty());
    }

    private void issueAnother(Duplicates duplicates) {
        BigInteger serial = Enrollments.newSerial();
        await(enrollments.issued(opened(another(duplicates, serial)), Enrollments.certificate(serial)));
    }

    private String valid() {
        return sql.ask("select count(*) from est.certificate c join est.enrollment e on e.id = c.enrollment"
                + " where c.status = 'VALID' and e.device = decode('"
                + java.util.HexFormat.of().formatHex(device) + "', 'hex')");
    }

    @Test
    void I_3_48_strangers_at_once_open_one_enrollment_for_a_device() {
        List<Opening> openings = atOnce(48, n -> enrollments.open(another(Duplicates.REFUSED)));

        assertThat(only(Opened.class, openings)).hasSize(1);
        assertThat(only(Running.class, openings)).hasSize(47);
    }

    @Test
    void I_3_of_24_that_issue_as_soon_as_they_may_one_is_certified() {
        List<String> ends = atOnce(24, n -> {
            BigInteger serial = Enrollments.newSerial();
            return enrollments
                    .open(another(Duplicates.REFUSED, serial))
                    .chain(opening -> opening instanceof Opened opened
                            ? enrollments
                                    .issued(opened, Enrollments.certificate(serial))
                                    .replaceWith("issued")
                            : io.smallrye.mutiny.Uni.createFrom()
                                    .item(opening.getClass().getSimpleName()));
        });

        assertThat(ends).containsOnlyOnce("issued").contains("issued");
        assertThat(ends).isSubsetOf("issued", "Running", "Duplicate");
        assertThat(valid()).isEqualTo("1");
        assertThat(open(another(Duplicates.REFUSED))).isInstanceOf(Duplicate.class);
        assertThat(open(another(Duplicates.ALLOWED_ONE_BY_ONE))).isInstanceOf(Opened.class);
    }

    @Test
    void EST_PEND_06_of_24_that_need_an_operator_for_a_duplicate_one_is_certified_without() {
        Optional<Consent> consent = Optional.of(new Consent(Enrollments.newKey(), Consent.Demand.FOR_DUPLICATES));
        List<String> ends = atOnce(24, n -> {
            BigInteger serial = Enrollments.newSerial();
            return enrollments
                    .open(another(Duplicates.APPROVED, serial), consent)
                    .chain(opening -> opening instanceof Opened opened
                            ? enrollments
                                    .issued(opened, Enrollments.certificate(serial))
                                    .replaceWith("issued")
                            : io.smallrye.mutiny.Uni.createFrom()
                                    .item(opening.getClass().getSimpleName()));
        });

        assertThat(ends).containsOnlyOnce("issued").isSubsetOf("issued", "Running", "Unapproved");
        assertThat(valid()).isEqualTo("1");
        assertThat(await(enrollments.open(another(Duplicates.APPROVED), consent)))
                .isEqualTo(new Opening.Unapproved(true));
        assertThat(open(another(Duplicates.ALLOWED_ONE_BY_ONE))).isInstanceOf(Opened.class);
    }

    @Test
    void I_3_of_several_that_replace_one_another_the_last_is_valid() {
        issueAnother(Duplicates.ALLOWED);
        issueAnother(Duplicates.ALLOWED);
        assertThat(valid()).isEqualTo("2");

        issueAnother(Duplicates.SUPERSEDING);
        issueAnother(Duplicates.SUPERSEDING);

        assertThat(valid()).isEqualTo("1");
        assertThat(sql.ask("select count(*) from est.audit_event where event = 'REVOKED' and reason = 'SUPERSEDED'"
                        + " and enrollment in (select id from est.enrollment where device = decode('"
                        + java.util.HexFormat.of().formatHex(device) + "', 'hex'))"))
                .isEqualTo("3");
    }

    @Test
    void F_32_who_slept_past_its_lease_issues_nothing_beside_its_successor() throws SQLException {
        BigInteger serial = Enrollments.newSerial();
        Opened slept = opened(another(Duplicates.REFUSED, serial));
        letLeasePass(slept.id());

        issueAnother(Duplicates.REFUSED);

        assertThat(failure(enrollments.issued(slept, Enrollments.certificate(serial))))
                .isEqualTo(RecordFailure.Kind.FENCED);
        assertThat(state(slept.id())).isEqualTo("UNKNOWN");
        assertThat(events(slept.id())).isEqualTo("UNKNOWN");
        assertThat(valid()).isEqualTo("1");
    }

    @Test
    void I_11_a_duplicate_leaves_its_secret_free() {
        issueAnother(Duplicates.REFUSED);
        var secret = newSecret();

        assertThat(open(Enrollments.ofDevice(device, Duplicates.REFUSED, Enrollments.newSerial(), Optional.of(secret))))
                .isInstanceOf(Duplicate.class);

        assertThat(sql.ask("select reserved_by is null and spent_at is null from est.credential where id = '" + secret
                        + "'"))
                .isEqualTo("t");
    }

    @Test
    void a_failed_replacement_revokes_nothing() {
        issueAnother(Duplicates.ALLOWED);

        await(enrollments.notIssued(opened(another(Duplicates.SUPERSEDING)), Outcome.REFUSED, "the CA refused"));

        assertThat(valid()).isEqualTo("1");
    }
}
