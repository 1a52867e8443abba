package est.start;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.record.DatabaseSettings;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseRolesTest {
    private static DatabaseSettings settings(String owner) {
        return new SmallRyeConfigBuilder()
                .withMapping(DatabaseSettings.class)
                .withDefaultValues(Map.of(
                        "est.database.url", "postgresql://localhost:5432/est",
                        "est.database.username", "est_app",
                        "est.database.password", "one",
                        "est.database.owner.username", owner,
                        "est.database.owner.password", "two"))
                .build()
                .getConfigMapping(DatabaseSettings.class);
    }

    @Test
    void T_29_one_role_for_both_jobs_is_refused_and_the_setting_named() {
        assertThatThrownBy(() -> DatabaseRoles.requireTwo(settings("est_app")))
                .hasMessageContaining("est.database.owner.username");
    }

    @Test
    void two_roles_are_accepted() {
        assertThatCode(() -> DatabaseRoles.requireTwo(settings("est_owner"))).doesNotThrowAnyException();
    }
}
