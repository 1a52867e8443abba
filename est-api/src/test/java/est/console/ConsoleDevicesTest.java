package est.console;

import static est.console.ConsoleClient.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.device.IssuedCount;
import est.record.Operator;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry of devices at the console. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ConsoleDevicesTest {

    private static final String DEVICES = "/api/v1/devices";

    @ConfigProperty(name = "est.console.port")
    int port;

    @ConfigProperty(name = "test.root-certificate")
    Path root;

    @Inject
    Operators operators;

    @Inject
    IssuedCount database;

    private ConsoleClient nobody;

    @BeforeEach
    void connect() {
        nobody = ConsoleClient.at(port, root);
    }

    private static String device(String serial) {
        return "{\"serial\":\"" + serial
                + "\",\"label\":\"watched\",\"state\":\"pending\",\"attributes\":{\"site\":\"north\"}}";
    }

    @Test
    void T_11_devices_are_added_changed_and_removed_each_with_its_actor_in_the_audit() {
        String name = "clerk" + System.nanoTime();
        ConsoleClient clerk = nobody.as(operators.token(name, Operator.Role.APPROVER, Duration.ofHours(1)));
        String serial = "pump-" + System.nanoTime();

        HttpResponse<String> added = clerk.post(DEVICES, device(serial));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        String one = DEVICES + "/" + new JsonObject(added.body()).getString("id");
        JsonObject shown = new JsonObject(clerk.get(one).body());
        assertThat(shown.getString("identifier")).isEqualTo(serial);
        assertThat(shown.getString("state")).isEqualTo("pending");
        assertThat(shown.getJsonObject("attributes").getString("site")).isEqualTo("north");

        assertThat(clerk.post(one + "/disable").statusCode()).isEqualTo(204);
        assertThat(new JsonObject(clerk.get(one).body()).getString("state")).isEqualTo("disabled");
        assertThat(clerk.post(one + "/enable").statusCode()).isEqualTo(204);
        assertThat(new JsonObject(clerk.get(one).body()).getString("state")).isEqualTo("active");
        assertThat(clerk.delete(one).statusCode()).isEqualTo(204);
        isProblem(clerk.get(one), 404);
        isProblem(clerk.post(one + "/enable"), 404);
        isProblem(clerk.delete(one), 404);

        assertThat(database.number("select count(*) from est.audit_event where event in ('DEVICE_ADDED',"
                        + " 'DEVICE_CHANGED', 'DEVICE_REMOVED') and actor = 'console:" + name
                        + "' and reason like '%" + serial + "'"))
                .isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"serial\":\"a\",\"pattern\":\"b\"}",
                "{\"fingerprint\":\"ab\"}",
                "{\"serial\":\"a\",\"state\":\"gone\"}",
                "{\"serial\":\"a\",\"label\":\"A B\"}",
                "{\"serial\":\"a\",\"color\":\"red\"}"
            })
    void T_11_a_device_that_cannot_be_is_400(String body) {
        isProblem(nobody.as(operators.approver()).post(DEVICES, body), 400);
    }

    @Test
    void T_11_a_device_that_is_there_is_409_and_a_viewer_changes_none() {
        String serial = "twin-" + System.nanoTime();
        ConsoleClient approver = nobody.as(operators.approver());
        ConsoleClient viewer = nobody.as(operators.viewer());

        HttpResponse<String> added = approver.post(DEVICES, device(serial));
        isProblem(approver.post(DEVICES, device(serial)), 409);
        String one = DEVICES + "/" + new JsonObject(added.body()).getString("id");

        isProblem(viewer.post(DEVICES, device(serial + "2")), 403);
        isProblem(viewer.post(one + "/enable"), 403);
        isProblem(viewer.delete(one), 403);
        assertThat(viewer.get(one).statusCode()).isEqualTo(200);
    }

    @Test
    void devices_have_pages() {
        ConsoleClient approver = nobody.as(operators.approver());
        String serial = "paged-" + System.nanoTime();
        approver.post(DEVICES, device(serial + "-1"));
        approver.post(DEVICES, device(serial + "-2"));
        String found = "";
        String after = "";
        do {
            JsonObject page = new JsonObject(approver.get(DEVICES + "?label=watched&state=pending&limit=1" + after)
                    .body());
            found += page.getJsonArray("items");
            after = page.containsKey("next") ? "&after=" + page.getString("next") : "";
        } while (!after.isEmpty());
        assertThat(found).containsOnlyOnce(serial + "-1").containsOnlyOnce(serial + "-2");
        isProblem(approver.get(DEVICES + "?limit=0"), 400);
        isProblem(approver.get(DEVICES + "?state=gone"), 400);
    }
}
