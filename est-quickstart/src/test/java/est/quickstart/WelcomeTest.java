package est.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WelcomeTest {
    @TempDir
    private Path data;

    @Test
    void it_names_the_trust_anchor_the_secret_and_the_address() {
        FirstRunPki pki = FirstRunPki.at(data.resolve("pki"), Set.of());
        assertThat(new Welcome(data, pki, new Ports("18443", "19000")).text("5ec2e7"))
                .contains(pki.rootSha256())
                .contains("--cacert '" + pki.rootCertificate() + "' -u ':5ec2e7'")
                .contains("https://localhost:18443/.well-known/est/simpleenroll");
    }

    @Test
    void it_is_due_until_it_was_said() throws IOException {
        Welcome welcome = new Welcome(data, FirstRunPki.at(data.resolve("pki"), Set.of()), new Ports("8443", "9000"));
        assertThat(welcome.isDue()).isTrue();
        Files.createFile(data.resolve("welcomed"));
        assertThat(welcome.isDue()).isFalse();
    }
}
