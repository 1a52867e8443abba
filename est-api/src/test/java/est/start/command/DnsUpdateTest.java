package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** RFC 2136 and RFC 8945, against a server that verifies what it gets. */
class DnsUpdateTest {

    private static final String ZONE = "studio.example";
    private static final String SECRET = "c3R1ZGlvLXNlY3JldC1zdHVkaW8tc2VjcmV0ISE=";
    private static final byte[] OCTETS = "studio-secret-studio-secret!!".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final ServiceRecords records =
            new ServiceRecords(ZONE, "est.studio.example.", 8443, 10, Optional.of("studio"));

    @TempDir
    Path directory;

    private TransactionKey key;

    @BeforeEach
    void readKey() throws IOException {
        key = key("est.", "hmac-sha256", SECRET);
    }

    @Test
    void own_records_are_deleted_and_every_line_of_the_zone_file_is_added() throws IOException {
        try (LoopbackNameServer server = LoopbackNameServer.agreeing(signer("est.", TSIG.HMAC_SHA256, OCTETS))) {
            update(server.address(), key);

            assertThat(server.taken()).hasSize(1);
            Message sent = server.taken().get(0);
            assertThat(sent.getHeader().getOpcode()).isEqualTo(Opcode.UPDATE);
            assertThat(sent.getQuestion().getName()).hasToString("studio.example.");
            assertThat(sent.getSection(Section.UPDATE).stream().filter(each -> each.getDClass() == DClass.ANY))
                    .extracting(each -> each.getName() + " " + Type.string(each.getType()))
                    .containsExactly(
                            "est-studio._nmos-certs._tcp.studio.example. SRV",
                            "est-studio._nmos-certs._tcp.studio.example. TXT");
            assertThat(sent.getSection(Section.UPDATE).stream().filter(each -> each.getDClass() == DClass.IN))
                    .extracting(DnsUpdateTest::line)
                    .containsExactlyElementsOf(records.zone().lines().toList());
        }
    }

    @Test
    void sha512_signs_as_well() throws IOException {
        try (LoopbackNameServer server = LoopbackNameServer.agreeing(signer("est.", TSIG.HMAC_SHA512, OCTETS))) {
            update(server.address(), key("est.", "hmac-sha512", SECRET));

            assertThat(server.taken()).hasSize(1);
        }
    }

    @Test
    void an_answer_without_sections_is_one() throws IOException {
        TSIG signer = signer("est.", TSIG.HMAC_SHA256, OCTETS);
        try (LoopbackNameServer server =
                LoopbackNameServer.answering(signer, update -> Optional.of(LoopbackNameServer.empty(signer, update)))) {
            update(server.address(), key);
        }
    }

    @Test
    void another_secret_is_told_as_BADSIG() throws IOException {
        try (LoopbackNameServer server = LoopbackNameServer.agreeing(signer(
                "est.", TSIG.HMAC_SHA256, "another-secret-of-32-octets-long".getBytes(StandardCharsets.US_ASCII)))) {
            assertThatThrownBy(() -> update(server.address(), key))
                    .isInstanceOf(NotDone.class)
                    .hasMessageContaining("another secret for the key est. (BADSIG)");
            assertThat(server.taken()).isEmpty();
        }
    }

    @Test
    void an_unknown_key_is_told_as_BADKEY() throws IOException {
        try (LoopbackNameServer server = LoopbackNameServer.agreeing(signer("other.", TSIG.HMAC_SHA256, OCTETS))) {
            assertThatThrownBy(() -> update(server.address(), key)).hasMessageContaining("BADKEY");
        }
    }

    @Test
    void a_clock_that_differs_is_told_as_BADTIME() throws IOException {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        TSIG late = new TSIG(TSIG.HMAC_SHA256, Name.fromString("est."), new SecretKeySpec(OCTETS, "HmacSHA256"), ahead);
        try (LoopbackNameServer server = LoopbackNameServer.agreeing(late)) {
            assertThatThrownBy(() -> update(server.address(), key)).hasMessageContaining("BADTIME");
        }
    }

    @Test
    void a_refusal_names_key_and_zone() throws IOException {
        assertThat(refusal(Rcode.REFUSED)).contains("the key est. may not change studio.example (REFUSED)");
        assertThat(refusal(Rcode.NOTAUTH)).contains("not the primary server of the zone studio.example (NOTAUTH)");
        assertThat(refusal(Rcode.NOTZONE)).contains("(NOTZONE)");
        assertThat(refusal(Rcode.SERVFAIL)).contains("SERVFAIL");
    }

    @Test
    void a_yes_that_nobody_signed_is_none() throws IOException {
        TSIG signer = signer("est.", TSIG.HMAC_SHA256, OCTETS);
        try (LoopbackNameServer server = LoopbackNameServer.answering(
                signer, update -> Optional.of(LoopbackNameServer.unsigned(update, Rcode.NOERROR)))) {
            assertThatThrownBy(() -> update(server.address(), key))
                    .isInstanceOf(NotDone.class)
                    .hasMessageContaining("without the signature of key est.");
        }
    }

    @Test
    void a_server_that_is_gone_is_named() throws IOException {
        InetSocketAddress gone;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = new InetSocketAddress(free.getInetAddress(), free.getLocalPort());
        }
        assertThatThrownBy(() -> update(gone, key))
                .isInstanceOf(NotDone.class)
                .hasMessageContaining("no answer from localhost:" + gone.getPort() + ": Connection refused");
    }

    @Test
    void a_server_that_says_nothing_is_waited_for_until_the_deadline() throws IOException {
        TSIG signer = signer("est.", TSIG.HMAC_SHA256, OCTETS);
        try (LoopbackNameServer silent = LoopbackNameServer.answering(signer, update -> Optional.empty())) {
            long begin = System.nanoTime();
            assertThatThrownBy(() -> update(silent.address(), key))
                    .isInstanceOf(NotDone.class)
                    .hasMessageContaining("whether the records are there is not known");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(PATIENCE, PATIENCE.multipliedBy(5));
        }
    }

    private String refusal(int code) throws IOException {
        TSIG signer = signer("est.", TSIG.HMAC_SHA256, OCTETS);
        try (LoopbackNameServer server = LoopbackNameServer.answering(
                signer, update -> Optional.of(LoopbackNameServer.signed(signer, update, code)))) {
            update(server.address(), key);
            return "";
        } catch (NotDone told) {
            return told.getMessage();
        }
    }

    private void update(InetSocketAddress server, TransactionKey with) {
        new DnsUpdate(server, with, PATIENCE).replace(records, ZONE);
    }

    private static TSIG signer(String name, Name algorithm, byte[] secret) throws IOException {
        return new TSIG(algorithm, Name.fromString(name), secret);
    }

    private TransactionKey key(String name, String algorithm, String secret) throws IOException {
        Path file = directory.resolve(name + algorithm);
        Files.writeString(
                file, "key \"" + name + "\" {\n\talgorithm " + algorithm + ";\n\tsecret \"" + secret + "\";\n};\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return TransactionKey.read("--key-file", file);
    }

    private static String line(Record each) {
        return each.getName() + " " + each.getTTL() + " IN " + Type.string(each.getType()) + " " + each.rdataToString();
    }
}
