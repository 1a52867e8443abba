package est.interop;

import static org.assertj.core.api.Assertions.assertThat;

import est.PresetsUnderTest;
import est.ServerUnderTest;
import est.device.Pem;
import est.device.TestAuthority;
import est.start.command.OperatorCommands;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/operator-guide.md, pasted into a shell, against a server with the guide's own settings. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class OperatorGuideTest {

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    OperatorCommands operator;

    @ConfigProperty(name = "test.root-certificate")
    Path root;

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
    void the_studios_commands_enroll_both_algorithms() throws Exception {
        assertThat(withMaker("cam20.studio.example").run(commands("studio")))
                .contains("403")
                .contains("rsaEncryption")
                .contains("id-ecPublicKey")
                .contains("DNS:cam20.studio.example");
    }

    /** What the guide's line puts into the variable. */
    private String secret() throws IOException {
        Matcher line = Pattern.compile("SECRET=\\$\\(\\./start (.+)\\)")
                .matcher(commands("gateway-secret").strip());
        assertThat(line.matches()).isTrue();
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(operator.run(line.group(1).split(" "))).isZero();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(text -> text.matches("[0-9a-f]{32}"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void T_8_the_wards_commands_make_a_gateway_and_enroll_a_pump_for_it() throws Exception {
        Shell shell = shell().set("SECRET", secret());
        assertThat(shell.run(commands("gateway"))).containsAnyOf("CMC Registration Authority", "1.3.6.1.5.5.7.3.28");
        assertThat(shell.run(commands("ward"))).contains("pump-20@ward.example");
    }
}
