package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Device;
import est.device.KeptConnection;
import est.device.Pem;
import est.device.TestAuthority;
import est.protocol.CertificationRequests;
import est.start.Reload;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a running server are replaced, by good ones and by bad ones. */
@QuarkusTest
@WithTestResource(ReloadableServer.class)
class ReloadTest {

    private static final int ROUNDS = Integer.getInteger("test.reloads", 50);
    private static final KeyPair KEYS = TestAuthority.ecKeys();
    private static final TestAuthority OURS = ServerUnderTest.MANUFACTURER;
    private static final TestAuthority NEWCOMER = new TestAuthority("CN=Newcomer");
    private static final TestAuthority ROGUE = new TestAuthority("CN=Manufacturer");
    private static final TestAuthority TLS = new TestAuthority("CN=TLS");

    /** Injected by {@link ReloadableServer}. */
    ServerFiles files;

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Reload reload;

    @Inject
    MeterRegistry meters;

    private final Map<Path, String> good = new TreeMap<>();

    @BeforeEach
    void remember() throws IOException {
        for (Path file : new Path[] {files.settings(), files.anchors(), files.certificate(), files.key()}) {
            good.put(file, Files.readString(file));
        }
    }

    @AfterEach
    void restore() throws IOException {
        for (Map.Entry<Path, String> file : good.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        reload();
    }

    private static void write(Path file, String text) throws IOException {
        Path next = Files.writeString(file.resolveSibling("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Two looks, since a change counts when two in a row saw the same. */
    private void reload() {
        reload.look();
        reload.look();
    }

    private double count(String part, String result) {
        return meters.get("est.configuration.reloads")
                .tags("part", part, "result", result)
                .counter()
                .count();
    }

    private Device device(TestAuthority manufacturer, String name) {
        return Device.at(port).with(KEYS.getPrivate(), manufacturer.device("CN=" + name, KEYS));
    }

    private int enroll(TestAuthority manufacturer, String name) {
        return device(manufacturer, name).enroll(ec("CN=" + name).der()).status();
    }

    private void doorIsAsWellGuardedAsBefore(String round) {
        assertThat(Device.at(port).enroll(ec("CN=nobody").der()).status())
                .as("anonymous, " + round)
                .isEqualTo(401);
        assertThat(enroll(ROGUE, "rogue")).as("rogue, " + round).isEqualTo(403);
        assertThat(enroll(OURS, "good-" + round.hashCode()))
                .as("good, " + round)
                .isEqualTo(200);
    }

    private X509Certificate shown() throws Exception {
        try (var socket = Device.at(port).connect()) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void T_3_F_28_F_38_fifty_reloads_open_no_door_and_fail_no_request() throws Exception {
        ReloadVariants variants = new ReloadVariants(files, Map.copyOf(good), NEWCOMER, TLS);
        try (SteadyDevice steady = new SteadyDevice(port, OURS);
                KeptConnection kept = new KeptConnection(device(OURS, "kept").connect())) {
            for (int round = 0; round < ROUNDS; round++) {
                ReloadVariants.Variant variant = variants.at(round);
                String name = round + ": " + variant.name();
                double before = count(variant.part(), variant.result());
                for (Map.Entry<Path, String> file : variant.contents().entrySet()) {
                    write(file.getKey(), file.getValue());
                }
                reload();
                assertThat(count(variant.part(), variant.result())).as(name).isGreaterThan(before);
                doorIsAsWellGuardedAsBefore(name);
                assertThat(enroll(NEWCOMER, "newcomer")).as(name).isEqualTo(variant.newcomerKnown() ? 200 : 403);
                assertThat(kept.enroll(ec("CN=kept").der())).as(name).isEqualTo(200);
                restore();
            }
            steady.end();
            assertThat(steady.failures()).isEmpty();
            assertThat(steady.enrolled()).isGreaterThan(ROUNDS);
        }
    }

    @Test
    void F_28_a_renewed_certificate_is_shown_and_every_bad_one_is_not() throws Exception {
        X509Certificate renewed = TLS.device("CN=localhost", KEYS);
        write(files.certificate(), Pem.of(renewed));
        reload();
        assertThat(shown()).as("a certificate whose key has not come yet").isNotEqualTo(renewed);
        write(files.key(), Pem.of(KEYS.getPrivate()));
        reload();
        assertThat(shown()).isEqualTo(renewed);
        write(files.certificate(), Pem.of(TLS.expiredDevice("CN=localhost", KEYS)));
        reload();
        assertThat(shown()).as("an expired one").isEqualTo(renewed);
        assertThat(meters.get("est.tls.certificate.expiry.timestamp").gauge().value())
                .isEqualTo((double) renewed.getNotAfter().toInstant().getEpochSecond());
    }

    @Test
    void I_13_a_changed_profile_bites_at_the_next_request_of_an_open_connection() throws Exception {
        try (KeptConnection kept = new KeptConnection(device(OURS, "bitten").connect())) {
            assertThat(kept.enroll(ec("CN=bitten").der())).isEqualTo(200);
            write(files.settings(), good.get(files.settings()) + "est.profile.device.keys=RSA-3072\n");
            reload();
            assertThat(kept.enroll(ec("CN=bitten").der())).isEqualTo(400);
        }
    }

    @Test
    void I_13_a_label_and_its_anchors_come_and_go() throws Exception {
        Path anchors = files.anchors().resolveSibling("newcomers.pem");
        NEWCOMER.writeTo(anchors);
        Device newcomer = device(NEWCOMER, "camera");
        byte[] request = Device.base64(ec("CN=camera").der());
        String path = "/.well-known/est/newcomers/simpleenroll";
        assertThat(newcomer.post(path, request).status()).isEqualTo(404);
        write(
                files.settings(),
                good.get(files.settings()) + "est.label.newcomers.ca=main\nest.label.newcomers.trust-anchors=new\n"
                        + "est.trust-anchors.new=" + anchors + "\n");
        reload();
        assertThat(newcomer.post(path, request).status()).isEqualTo(200);
        OURS.writeTo(anchors);
        reload();
        assertThat(newcomer.post(path, request).status())
                .as("the new file is looked at too")
                .isEqualTo(403);
        restore();
        assertThat(newcomer.post(path, request).status()).isEqualTo(404);
    }

    @Test
    void F_38_a_setting_that_needs_a_restart_is_named() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line.getMessage() + Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger("est.start.ReloadableSettings");
        log.addHandler(listener);
        try {
            write(files.settings(), good.get(files.settings()) + "est.issuance.concurrent=3\n");
            reload();
        } finally {
            log.removeHandler(listener);
        }
        assertThat(said).hasSize(1).first().asString().contains("[est.issuance.concurrent]");
    }

    @Test
    void F_38_the_server_looks_by_itself() throws Exception {
        write(files.settings(), good.get(files.settings()) + "est.profile.device.validity=9d\n");
        Instant patience = Instant.now().plusSeconds(30);
        Duration validity = validity();
        while (validity.compareTo(Duration.ofDays(10)) > 0 && Instant.now().isBefore(patience)) {
            TimeUnit.MILLISECONDS.sleep(100);
            validity = validity();
        }
        assertThat(validity).isLessThan(Duration.ofDays(10));
    }

    /** Eight looks take a second and a half as it is set here, and a minute and a half as the server does by itself. */
    @Test
    void F_38_the_server_looks_as_often_as_is_set() throws Exception {
        double before = count("settings", "unchanged");
        Instant patience = Instant.now().plusSeconds(60);
        while (count("settings", "unchanged") < before + 8 && Instant.now().isBefore(patience)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(count("settings", "unchanged")).isGreaterThanOrEqualTo(before + 8);
    }

    private Duration validity() {
        CertificationRequests request = ec("CN=validity");
        Answer answer = device(OURS, "validity").enroll(request.der());
        X509Certificate certificate = answer.certificate();
        return Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "est.lable.x.ca=main",
                "est.label.x.certificate=main",
                "est.profile.device.validity=soon",
                "est.profile.device.keys=DSA-1024",
                "est.label.x.ca=nobody",
                "est.label.x.authorizer=nobody",
                "est.label.x.authorizer-reason=true",
                "est.label.cacerts.ca=main",
                "est.label.bootstrap.ca=main",
                "est.label.default.authentication=fingerprint",
                "est.label.default.authentication=",
                "est.label.default.authentication=secret,none",
                "est.label.default.authentication=password+secret",
                "est.label.default.channel-binding=ignored",
                "est.label.default.duplicates=sometimes",
                "est.label.default.duplicates=approve\nest.label.default.replay-window=-1s",
                "est.label.default.devices=some",
                "est.label.default.approval=sometimes",
                "est.label.default.enrollments-per-identity=20",
                "est.label.default.enrollments-per-identity=0/1h",
                "est.label.default.enrollments-per-identity=20/31d",
                "est.label.default.replay-window=31d",
                "est.label.default.replay-window=0s",
                "est.label.default.encoding=hexadecimal",
                "est.label.default.bootstrap=device",
                "est.label.default.preset=nmso",
                "est.label.stage.profile=museum\nest.label.stage.preset=wifi",
                "est.label.default.trust-anchors=nobody",
                "est.label.default.ra.gate.certificates=00",
                "est.label.default.ra.gate.dns-suffixes=example",
                "est.label.default.ra.gate.dns-suffixes=example\nest.label.default.ra.gate.issuer=CN=CA",
                "est.label.default.ra.gate.dns-suffixes=example\nest.label.default.ra.gate.subject=gate",
                "est.profile.device.extended-key-usages=clientAuth,cmcRA",
                "est.authorizer.gate.url=http://elsewhere.example/",
                "est.authorizer.gate.url=http://127.0.0.1/\nest.authorizer.gate.pool-size=0",
                "est.authorizer.gate.url=http://127.0.0.1/\nest.authorizer.gate.secret-file=/nowhere",
                "est.webhook.ops.url=http://elsewhere.example/",
                "est.webhook.ops.url=http://127.0.0.1/\nest.webhook.ops.events=all",
                "est.webhook-delivery.period=0s",
                "est.approval.retry-after=0s",
                "est.approval.per-label=0",
                "est.intermediates.nobody=/nowhere",
                "est.intermediates.manufacturer=/nowhere",
                "est.revocation.nobody.ocsp=http://localhost/",
                "est.revocation.manufacturer.timeout=3s",
                "est.revocation.manufacturer.ocsp=file:///etc/passwd",
                "est.revocation.manufacturer.ocsp=http://169.254.169.254/",
                "est.revocation.manufacturer.crl-urls=http://user:word@localhost/crl",
                "est.revocation.manufacturer.crl-files=/nowhere",
                "est.profile.device.expired-manufacturer-certificates=perhaps",
                "est.door.port=none"
            })
    void F_38_I_13_a_settings_file_that_would_refuse_a_start_refuses_the_reload(String line) throws Exception {
        double refused = count("settings", "refused");
        write(files.settings(), good.get(files.settings()) + "est.profile.device.validity=9d\n" + line + "\n");
        reload();
        assertThat(count("settings", "refused")).isGreaterThan(refused);
        assertThat(validity()).as("nothing of it counts").isGreaterThan(Duration.ofDays(10));
    }
}
