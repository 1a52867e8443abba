package est.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class AuditTest extends RecordTest {
    @Inject
    AuditRecords audit;

    private static Refusal refusal(String address) {
        return new Refusal("default", "simpleenroll", Optional.empty(), "no identity", address, "reference");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from est.audit_event",
                "update est.audit_event set reason = 'nothing happened'",
                "truncate est.audit_event"
            })
    void I_9_T_30_the_application_cannot_change_the_audit(String change) {
        issue(Enrollments.newKey());

        assertThatThrownBy(() -> sql.asApplication(change))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from est.audit_event",
                "update est.audit_event set reason = 'nothing happened'",
                "truncate est.audit_event"
            })
    void I_9_T_30_the_owner_cannot_change_the_audit_either(String change) {
        issue(Enrollments.newKey());

        assertThatThrownBy(() -> sql.asOwner(change))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("append-only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table est.more (id int)",
                "drop table est.certificate",
                "alter table est.audit_event disable trigger all",
                "delete from est.certificate"
            })
    void T_29_the_application_defines_and_deletes_nothing(String change) {
        assertThatThrownBy(() -> sql.asApplication(change)).isInstanceOf(SQLException.class);
    }

    @Test
    void I_9_a_refusal_has_a_row() {
        String address = "198.51.100.1";

        await(audit.refused(refusal(address)));

        assertThat(sql.ask("select event || ' ' || reason from est.audit_event where address = '" + address + "'"))
                .isEqualTo("REFUSED no identity");
    }

    @Test
    void T_24_a_flood_of_refusals_from_one_address_becomes_few_rows() {
        String address = "198.51.100.2";

        for (int n = 0; n < 200; n++) {
            await(audit.refused(refusal(address)));
        }

        // the minute may turn once meanwhile
        assertThat(Integer.parseInt(sql.ask("select count(*) from est.audit_event where address = '" + address + "'")))
                .isBetween(RefusalBounds.PER_ADDRESS_AND_MINUTE, 2 * RefusalBounds.PER_ADDRESS_AND_MINUTE);
    }

    @Test
    void a_refusal_with_overlong_or_unstorable_text_does_not_fail() {
        await(audit.refused(refusal("x".repeat(100_000))));
        await(audit.refused(refusal("a\0b")));
    }
}
