package est.benchmark;

import est.ca.CertificationAuthority;
import est.ca.IssuanceRequest;
import est.ca.TestRequests;
import est.ca.vault.LoopbackVault;
import est.ca.vault.OpenVault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.util.Strings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what a certificate of Vault costs this side of the wire, beside a bare exchange of the same octets. */
@Command(
        name = "./benchmark vault",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Has certificates signed by a Vault in another process and says what each costs us."
                + " See docs/performance.md.")
public final class AuthorityCost implements Callable<Integer> {

    private static final int REQUESTS = 256;

    @Option(names = "--warm-up", description = "seconds of each kind before anything is measured")
    private int warmUp = 20;

    @Option(names = "--seconds", description = "seconds measured of each kind, in each of three turns")
    private int seconds = 5;

    @Option(names = "--calls", description = "calls at once")
    private int calls = 8;

    private final Report report = new Report(System.out);
    private final Drive drive = new Drive(Consumption.ofThisProcess());

    private AuthorityCost() {}

    /** Runs it and exits: 0 if every certificate was signed. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AuthorityCost()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || calls < 1 || warmUp < 0) {
            throw new IllegalArgumentException("every number must be positive");
        }
        Path directory = Files.createTempDirectory("est-vault.");
        Vertx vertx = Vertx.vertx();
        try (VaultProcess vault = VaultProcess.start()) {
            SSLOptions tls = new SSLOptions();
            tls.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(vault.trust())));
            try (OpenVault open = OpenVault.at(vault.address(), vault.secretId(), tls, directory)) {
                measure(calls(open.open()), exchanges(vertx, vault, tls));
            }
            return 0;
        } finally {
            vertx.close();
            Benchmark.delete(directory);
        }
    }

    private void measure(Visits.Opening issuing, Visits.Opening bare) throws IOException, InterruptedException {
        drive.during(Duration.ofSeconds(warmUp), calls, issuing);
        drive.during(Duration.ofSeconds(warmUp), calls, bare);
        Tally issued = Tally.EMPTY;
        Tally exchanged = Tally.EMPTY;
        for (int turn = 0; turn < 3; turn++) {
            issued = issued.and(drive.during(Duration.ofSeconds(seconds), calls, issuing));
            exchanged = exchanged.and(drive.during(Duration.ofSeconds(seconds), calls, bare));
        }
        report.head();
        report.row("issue call, verbatim", issued);
        report.row("bare exchange", exchanged);
        report.ratio("issue call", issued, exchanged);
    }

    /** The very call that the server makes for an enrollment. */
    private static Visits.Opening calls(CertificationAuthority authority) {
        List<TestRequests> granted = Stream.generate(
                        () -> TestRequests.valid().forKey(TestRequests.ecKeys()).askingForTheGrant())
                .limit(REQUESTS)
                .toList();
        AtomicInteger turn = new AtomicInteger();
        return each(() -> {
            IssuanceRequest request =
                    granted.get(Math.floorMod(turn.getAndIncrement(), REQUESTS)).renumbered();
            return () -> authority.issue(request);
        });
    }

    /** The same question and answer, without anybody reading or checking them. */
    private static Visits.Opening exchanges(Vertx vertx, VaultProcess vault, SSLOptions tls) {
        HttpClient client =
                vertx.createHttpClient(new HttpClientOptions().setSsl(true).setTrustOptions(tls.getTrustOptions()));
        String token = post(client, vault.address() + "/v1/auth/approle/login", "", login(vault))
                .map(answer -> answer.toJsonObject().getJsonObject("auth").getString("client_token"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        byte[] request = TestRequests.valid().askingForTheGrant().build().certificationRequest();
        Buffer question = new JsonObject()
                .put(
                        "csr",
                        "-----BEGIN CERTIFICATE REQUEST-----\n"
                                + Strings.fromByteArray(Base64.getMimeEncoder().encode(request))
                                + "\n-----END CERTIFICATE REQUEST-----\n")
                .put("ttl", "7776000s")
                .put("key_usage", List.of("DigitalSignature"))
                .put("ext_key_usage_oids", List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"))
                .toBuffer();
        String path = vault.address() + "/v1/pki/sign-verbatim/" + LoopbackVault.ROLE;
        return each(() -> () -> post(client, path, token, question).toCompletionStage());
    }

    private static Buffer login(VaultProcess vault) {
        return new JsonObject()
                .put("role_id", LoopbackVault.ROLE_ID)
                .put("secret_id", vault.secretId())
                .toBuffer();
    }

    private static Future<Buffer> post(HttpClient client, String address, String token, Buffer body) {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(address)
                        .putHeader("X-Vault-Token", token))
                .flatMap(request -> request.send(body))
                .flatMap(AuthorityCost::good);
    }

    private static Future<Buffer> good(HttpClientResponse answer) {
        return answer.statusCode() == 200
                ? answer.body()
                : Future.failedFuture(new IOException("the loopback Vault answers " + answer.statusCode()));
    }

    private static Visits.Opening each(Supplier<Supplier<CompletionStage<?>>> preparing) {
        return worker -> new Visits() {
            @Override
            public long next() {
                Supplier<CompletionStage<?>> call = preparing.get();
                long start = System.nanoTime();
                call.get().toCompletableFuture().join();
                return System.nanoTime() - start;
            }

            @Override
            public void close() {
                // keeps nothing of its own open
            }
        };
    }
}
