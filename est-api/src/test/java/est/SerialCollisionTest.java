package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.record.TestSql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** F-13 for real: the database meets a serial number that the CA has already. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class SerialCollisionTest {

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount database;

    @Inject
    TestSql sql;

    @BeforeEach
    void enrollOnce() {
        assertThat(enroll(credentials.secret(), "first").status()).isEqualTo(200);
    }

    @AfterEach
    void repair() throws SQLException {
        sql.asOwner("drop trigger if exists collide on est.enrollment");
        sql.asOwner("drop sequence if exists est.collision");
    }

    /** The next inserts, so many, get a serial that their CA has. */
    private void collide(int times) throws SQLException {
        sql.asOwner("create sequence est.collision");
        sql.asOwner("create or replace function est.collide() returns trigger language plpgsql security definer as"
                + " $$ begin if nextval('est.collision') <= " + times + " then new.serial :="
                + " (select serial from est.enrollment where ca = new.ca limit 1); end if; return new; end $$");
        sql.asOwner(
                "create trigger collide before insert on est.enrollment for each row execute function est.collide()");
    }

    private Answer enroll(String secret, String name) {
        return Device.at(port)
                .withSecret(secret)
                .post(
                        "/.well-known/est/simpleenroll",
                        Device.base64(ec("CN=" + name).der()));
    }

    @Test
    void I_4_F_13_a_taken_serial_is_drawn_again_and_the_secret_is_spent_once() throws SQLException {
        String secret = credentials.secret();
        long before = database.certificates();
        collide(2);

        assertThat(enroll(secret, "second").status()).isEqualTo(200);

        assertThat(database.certificates()).isEqualTo(before + 1);
        assertThat(enroll(secret, "third").status()).isEqualTo(401);
    }

    @Test
    void I_4_F_13_a_generator_that_repeats_itself_gets_no_fourth_draw() throws SQLException {
        String secret = credentials.secret();
        long before = database.certificates();
        collide(3);

        assertThat(enroll(secret, "second").status()).isEqualTo(503);
        assertThat(database.certificates()).isEqualTo(before);

        assertThat(enroll(secret, "second").status()).isEqualTo(200);
    }
}
