package est.benchmark;

import est.door.Door;
import est.door.DoorSettings;
import est.door.EstReply;
import est.door.EstRequest;
import est.protocol.CertificationRequest;
import est.protocol.TransferBody;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.conscrypt.Conscrypt;

/**
 * The least that an enrollment over a fresh connection can be: the door of the product and behind it nothing but the request decoded,
 * {@link BareIssuance} and {@link BareRecord}. It asks for no policy, keeps no audit, counts nothing and answers with the bare
 * certificate; what it costs beyond an empty answer no server on this engine can save.
 */
public final class FloorServer {

    /** What it tells: where it listens. */
    static final String PORT = "port";

    private static final EstReply EMPTY = EstReply.empty(204);
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/pkix-cert");

    private final BareIssuance issuance;
    private final BareRecord record;

    private FloorServer(BareIssuance issuance, BareRecord record) {
        this.issuance = issuance;
        this.record = record;
    }

    /**
     * Tells its port and serves until the benchmark ends.
     *
     * @param arguments directory of the data of a server of {@code ./start} that runs; PEM file of the manufacturer
     */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path data = Path.of(arguments[0]);
        Vertx vertx = Vertx.vertx();
        Provider provider = Conscrypt.newProvider();
        FloorServer server = new FloorServer(
                new BareIssuance(provider, certificate(Path.of(arguments[1]), provider)),
                new BareRecord(vertx, new Database(data.resolve("database"))));
        Door door = new Door(vertx, settings(), identity(data.resolve("pki/tls")), new SimpleMeterRegistry());
        door.open(server::answer).await().indefinitely();
        Properties told = new Properties();
        told.setProperty(PORT, Integer.toString(door.port()));
        ChildProcess.serve(told);
    }

    private static X509Certificate certificate(Path file, Provider provider)
            throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509", provider).generateCertificate(pem);
        }
    }

    private static Door.ServerIdentity identity(Path directory) {
        return new Door.ServerIdentity(
                new PemKeyCertOptions()
                        .setKeyPath(directory.resolve("server.key").toString())
                        .setCertPath(directory.resolve("server.pem").toString()),
                List.of());
    }

    private static DoorSettings settings() {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DoorSettings.class)
                .withDefaultValue("est.door.host", "127.0.0.1")
                .withDefaultValue("est.door.port", "0")
                .build()
                .getConfigMapping(DoorSettings.class);
    }

    private Uni<EstReply> answer(EstRequest request) {
        return request.body().length == 0
                ? Uni.createFrom().item(EMPTY)
                : Uni.createFrom()
                        .completionStage(() ->
                                enroll(request).otherwise(FloorServer::refusal).toCompletionStage());
    }

    private static EstReply refusal(Throwable failure) {
        failure.printStackTrace();
        return EstReply.empty(500);
    }

    private Future<EstReply> enroll(EstRequest request) {
        try {
            CertificationRequest asked = CertificationRequest.decode(TransferBody.decode(request.body()));
            X509Certificate client = request.connection().certificates().get(0);
            issuance.requireProof(asked, client);
            UUID id = UUID.randomUUID();
            return record.intend(id, client.getSubjectX500Principal().getName(), asked.encoded())
                    .flatMap(committed -> conclude(id, asked));
        } catch (GeneralSecurityException unproven) {
            return Future.failedFuture(unproven);
        }
    }

    private Future<EstReply> conclude(UUID id, CertificationRequest asked) {
        try {
            byte[] certificate = issuance.issue(asked);
            byte[] body = TransferBody.encode(certificate, TransferBody.Wrapping.LINES_OF_64);
            return record.conclude(id, certificate).map(committed -> new EstReply(200, HEADERS, body, false));
        } catch (GeneralSecurityException unsigned) {
            return Future.failedFuture(unsigned);
        }
    }
}
