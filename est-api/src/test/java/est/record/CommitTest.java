package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.Opened;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class CommitTest extends RecordTest {
    private final byte[] key = Enrollments.newKey();
    private final BigInteger serial = Enrollments.newSerial();

    @BeforeEach
    void defineFault() throws SQLException {
        sql.asOwner("create or replace function est.fault() returns trigger language plpgsql as"
                + " $$ begin raise exception 'no'; end $$");
    }

    @AfterEach
    void repair() throws SQLException {
        for (String table : new String[] {"enrollment", "certificate", "audit_event"}) {
            sql.asOwner("drop trigger if exists fault on est." + table);
        }
    }

    private void breakDown(String act, String table) throws SQLException {
        sql.asOwner("create trigger fault before " + act + " on est." + table
                + " for each row execute function est.fault()");
    }

    @Test
    void I_2_the_intent_is_committed_when_open_completes() {
        Opened opened = opened(Enrollments.intent(key, serial, Optional.empty()));

        assertThat(sql.ask("select state || ' ' || encode(serial, 'hex') from est.enrollment where id = '" + opened.id()
                        + "'"))
                .isEqualTo("INTENT " + serial.toString(16));
    }

    @Test
    void I_1_certificate_and_audit_are_committed_when_issued_completes() throws Exception {
        Opened opened = opened(Enrollments.intent(key, serial, Optional.empty()));
        var certificate = Enrollments.certificate(serial);

        await(enrollments.issued(opened, certificate));

        assertThat(sql.ask("select encode(der, 'hex') from est.certificate where enrollment = '" + opened.id() + "'"))
                .isEqualTo(java.util.HexFormat.of().formatHex(certificate.getEncoded()));
        assertThat(events(opened.id())).isEqualTo("GRANTED");
    }

    @Test
    void F_11_an_intent_that_cannot_be_written_opens_nothing_and_reserves_nothing() throws SQLException {
        UUID secret = newSecret();
        breakDown("insert", "enrollment");

        assertThat(failure(enrollments.open(Enrollments.intent(key, serial, Optional.of(secret)))))
                .isEqualTo(RecordFailure.Kind.UNAVAILABLE);

        assertThat(sql.ask("select reserved_by from est.credential where id = '" + secret + "'"))
                .isEqualTo("null");
    }

    @Test
    void F_11_I_9_without_audit_there_is_no_certificate_and_the_secret_is_not_spent() throws SQLException {
        whatFailsIsReconcilable("insert", "audit_event");
    }

    @Test
    void F_11_I_1_a_certificate_that_cannot_be_written_leaves_the_intent() throws SQLException {
        whatFailsIsReconcilable("insert", "certificate");
    }

    @Test
    void F_11_I_1_a_state_that_cannot_be_written_leaves_no_certificate() throws SQLException {
        whatFailsIsReconcilable("update", "enrollment");
    }

    private void whatFailsIsReconcilable(String act, String table) throws SQLException {
        UUID secret = newSecret();
        Opened opened = opened(Enrollments.intent(key, serial, Optional.of(secret)));
        breakDown(act, table);

        assertThat(failure(enrollments.issued(opened, Enrollments.certificate(serial))))
                .isEqualTo(RecordFailure.Kind.UNAVAILABLE);

        assertThat(state(opened.id())).isEqualTo("INTENT");
        assertThat(sql.ask("select 1 from est.certificate where enrollment = '" + opened.id() + "'"))
                .isEqualTo("nothing");
        assertThat(sql.ask("select spent_at from est.credential where id = '" + secret + "'"))
                .isEqualTo("null");
        repair();
        await(enrollments.issued(opened, Enrollments.certificate(serial)));
        assertThat(state(opened.id())).isEqualTo("ISSUED");
    }

    @Test
    void I_4_F_13_one_ca_offers_a_serial_once() {
        opened(Enrollments.intent(key, serial, Optional.empty()));

        assertThat(failure(enrollments.open(Enrollments.intent(Enrollments.newKey(), serial, Optional.empty()))))
                .isEqualTo(RecordFailure.Kind.SERIAL_TAKEN);
    }

    @Test
    void I_4_F_13_one_issuer_has_a_serial_once() {
        await(enrollments.issued(opened(Enrollments.intent(key)), Enrollments.certificate(serial)));
        Opened second = opened(Enrollments.intent(Enrollments.newKey()));

        assertThat(failure(enrollments.issued(second, Enrollments.certificate(serial))))
                .isEqualTo(RecordFailure.Kind.SERIAL_TAKEN);
        assertThat(state(second.id())).isEqualTo("INTENT");
    }

    @Test
    void T_29_failures_name_no_sql() throws SQLException {
        breakDown("insert", "enrollment");

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> open(Enrollments.intent(key))))
                .hasMessage("the database refused");
    }
}
