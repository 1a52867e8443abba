package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Device;
import est.device.Pem;
import est.device.TestAuthority;
import est.device.TestLists;
import est.start.Reload;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a running server trusts is replaced, by good settings and files and by bad ones. */
@QuarkusTest
@WithTestResource(ReloadableServer.class)
class TrustReloadTest {

    private static final TestAuthority MANUFACTURER = ServerUnderTest.MANUFACTURER;
    private static final X509Certificate DEVICE = MANUFACTURER.device("CN=trusted1", TrustUnderTest.KEYS);
    private static final X509Certificate OTHER = MANUFACTURER.device("CN=trusted2", TrustUnderTest.KEYS);

    /** Injected by {@link ReloadableServer}. */
    ServerFiles files;

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Reload reload;

    @Inject
    MeterRegistry meters;

    private String settings = "";

    @BeforeEach
    void remember() throws IOException {
        settings = Files.readString(files.settings());
    }

    @AfterEach
    void restore() throws IOException {
        say("");
    }

    /** Two looks, since a change counts when two in a row saw the same. */
    private void reload() {
        reload.look();
        reload.look();
    }

    private void say(String more) throws IOException {
        write(files.settings(), (settings + more).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        reload();
    }

    private static void write(Path file, byte[] octets) throws IOException {
        Path next = Files.write(file.resolveSibling("." + file.getFileName() + ".next"), octets);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private double refused() {
        return meters.get("est.configuration.reloads")
                .tags("part", "settings", "result", "refused")
                .counter()
                .count();
    }

    private int enroll(X509Certificate client, String name) {
        return Device.at(port)
                .with(TrustUnderTest.KEYS.getPrivate(), client)
                .enroll(ec("CN=" + name).der())
                .status();
    }

    @Test
    void I_13_T_3_a_crl_bites_after_a_reload_and_a_bad_one_changes_nothing() throws IOException {
        Path list = files.anchors().resolveSibling("manufacturer.crl");
        byte[] good = TestLists.of(MANUFACTURER).revoking(DEVICE);
        write(list, TestLists.of(MANUFACTURER).revoking());
        say("est.revocation.manufacturer.crl-files=" + list + "\n");
        assertThat(enroll(DEVICE, "trusted1")).isEqualTo(200);
        write(list, good);
        reload();
        assertThat(enroll(DEVICE, "trusted1")).isEqualTo(403);
        for (byte[] bad : List.of(
                new byte[0],
                Arrays.copyOf(good, good.length / 2),
                TestLists.of(new TestAuthority("CN=Manufacturer")).revoking(),
                TestLists.of(TrustUnderTest.LISTED).revoking())) {
            double before = refused();
            write(list, bad);
            reload();
            assertThat(refused()).isGreaterThan(before);
            assertThat(enroll(DEVICE, "trusted1")).isEqualTo(403);
            assertThat(enroll(OTHER, "trusted2")).isEqualTo(200);
        }
        double before = refused();
        Files.delete(list);
        reload();
        assertThat(refused()).isGreaterThan(before);
        assertThat(enroll(DEVICE, "trusted1")).as("the list has gone").isEqualTo(403);
        say("");
        assertThat(enroll(DEVICE, "trusted1")).isEqualTo(200);
    }

    @Test
    void I_13_T_3_a_directory_of_anchors_grows_and_a_bad_file_in_it_changes_nothing() throws IOException {
        TestAuthority second = new TestAuthority("CN=Second");
        X509Certificate device = second.device("CN=second1", TrustUnderTest.KEYS);
        Path directory = Files.createDirectories(files.anchors().resolveSibling("anchors"));
        MANUFACTURER.writeTo(directory.resolve("manufacturer.pem"));
        settings = settings.replace(
                "est.trust-anchors.manufacturer=" + files.anchors(), "est.trust-anchors.manufacturer=" + directory);
        say("");
        assertThat(enroll(DEVICE, "trusted1")).isEqualTo(200);
        assertThat(enroll(device, "second1")).isEqualTo(403);
        second.writeTo(directory.resolve("second.pem"));
        reload();
        assertThat(enroll(device, "second1")).isEqualTo(200);
        Path third = directory.resolve("third.pem");
        for (String bad : List.of(
                "",
                Pem.of(device),
                Pem.of(TestAuthority.expired("CN=Old").certificate()),
                Pem.of(second.certificate()).substring(0, 200))) {
            double before = refused();
            Files.writeString(third, bad);
            reload();
            assertThat(refused()).isGreaterThan(before);
            assertThat(enroll(device, "second1")).isEqualTo(200);
            assertThat(enroll(DEVICE, "trusted1")).isEqualTo(200);
        }
        settings = settings.replace("manufacturer=" + directory, "manufacturer=" + files.anchors());
        say("");
        assertThat(enroll(device, "second1")).isEqualTo(403);
    }

    @Test
    void I_13_a_registration_authority_comes_and_goes() throws IOException {
        X509Certificate gate = TrustUnderTest.current().gate;
        assertThat(enroll(gate, "sensor-1")).isEqualTo(403);
        say("est.label.default.ra.gate.certificates=" + TrustUnderTest.fingerprint(gate)
                + "\nest.label.default.ra.gate.device-ids=sensor-[0-9]+\n");
        assertThat(enroll(gate, "sensor-1")).isEqualTo(200);
        say("");
        assertThat(enroll(gate, "sensor-1")).isEqualTo(403);
    }
}
