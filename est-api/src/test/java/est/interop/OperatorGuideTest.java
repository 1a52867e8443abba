package est.interop;

import static org.assertj.core.api.Assertions.assertThat;

import est.PresetsUnderTest;
import est.ServerUnderTest;
import est.device.Pem;
import est.device.TestAuthority;
import est.start.command.StartProgram;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/operator-guide.md, pasted into a shell, against a server with the guide's own settings. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class OperatorGuideTest {

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "test.root-certificate")
    Path root;

    @Inject
    StartProgram program;

    @TempDir
    Path directory;

    private Shell shell() throws IOException {
        return Shell.in(directory, "curl", "openssl")
                .set("EST", "https://localhost:" + port + "/.well-known/est")
                .write("root.pem", Files.readString(root));
    }

    private static String commands(String story) throws IOException {
        return PresetsUnderTest.block(Files.readString(PresetsUnderTest.guide()), "ci:" + story, "sh");
    }

    private Shell withMaker(String name) throws IOException {
        KeyPair keys = TestAuthority.ecKeys();
        return shell().write("maker.pem", Pem.of(ServerUnderTest.MANUFACTURER.device("CN=" + name, keys)))
                .write("maker.key", Pem.of(keys.getPrivate()));
    }

    @Test
    void the_fleets_commands_enroll_and_renew() throws Exception {
        assertThat(withMaker("sensor-20").run(commands("fleet"))).contains("sensor-20");
    }

    @Test
    @SuppressWarnings("try") // it is only there meanwhile
    void EST_PEND_06_the_studios_commands_wait_for_an_operator_and_enroll_both_algorithms() throws Exception {
        String printed;
        try (StartProgram.Open start = program.in(directory)) {
            printed = withMaker("cam20.studio.example").run(commands("studio"));
        }
        assertThat(printed.lines()).startsWith("403", "202");
        assertThat(printed)
                .contains("\tCN=cam20.studio.example\tDNS_NAME:cam20.studio.example\tDEVICE\t")
                .contains("rsaEncryption")
                .contains("id-ecPublicKey")
                .contains("DNS:cam20.studio.example");
    }

    @Test
    @SuppressWarnings("try") // it is only there meanwhile
    void T_8_the_wards_commands_make_a_gateway_and_enroll_a_pump_for_it() throws Exception {
        Shell shell = shell();
        try (StartProgram.Open start = program.in(directory)) {
            assertThat(shell.run(commands("gateway-secret") + "\n" + commands("gateway")))
                    .containsAnyOf("CMC Registration Authority", "1.3.6.1.5.5.7.3.28");
        }
        assertThat(shell.run(commands("ward"))).contains("pump-20@ward.example");
    }
}
