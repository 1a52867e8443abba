package est.door;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A door on a free port of the loopback interface, with its own Vert.x. */
final class OpenDoor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** As many event loops as a test asks for, on any machine. */
    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Door door;

    OpenDoor(EstHandler handler, Map<String, String> settings) {
        this(handler, settings, new Door.ServerIdentity(TestPki.SERVER.pfx(), List.of()));
    }

    OpenDoor(EstHandler handler, Map<String, String> settings, Door.ServerIdentity identity) {
        door = new Door(vertx, settings(settings), identity, meters);
        door.open(handler).await().atMost(PATIENCE);
    }

    /** The defaults of the product, on a free loopback port, with some settings changed. */
    static DoorSettings settings(Map<String, String> changes) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DoorSettings.class)
                .withDefaultValue("est.door.host", "127.0.0.1")
                .withDefaultValue("est.door.port", "0")
                .withDefaultValue("est.door.event-loops", "1");
        changes.forEach((key, value) -> builder.withDefaultValue("est.door." + key, value));
        return builder.build().getConfigMapping(DoorSettings.class);
    }

    TestClient connect(TestClient.Kind kind) {
        return kind.connect(door.port());
    }

    TestClient connect() {
        return connect(TestClient.anonymous());
    }

    double count(String meter, String tag, String value) {
        return meters.get(meter).tag(tag, value).counter().count();
    }

    @Override
    public void close() {
        door.close().await().atMost(PATIENCE);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
