package est;

import est.outbound.LoopbackParty;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An authorizer and a receiver of events on loopback, the settings of both, and labels that have them. */
final class PartiesUnderTest {

    private static @Nullable LoopbackParty authorizer;
    private static @Nullable LoopbackParty receiver;

    private PartiesUnderTest() {}

    static LoopbackParty authorizer() {
        return Objects.requireNonNull(authorizer, "the server was not started with it");
    }

    static LoopbackParty receiver() {
        return Objects.requireNonNull(receiver, "the server was not started with it");
    }

    static Map<String, String> start(Path directory) {
        LoopbackParty gate = LoopbackParty.start();
        LoopbackParty ops = LoopbackParty.start();
        authorizer = gate;
        receiver = ops;
        Map<String, String> settings = new HashMap<>();
        settings.putAll(party("est.authorizer.gate.", "gate", directory.resolve("gate"), gate, "/decide"));
        settings.put("est.authorizer.gate.timeout", "2s");
        settings.put("est.authorizer.gate.failures-in-a-row", "1000");
        for (String label : new String[] {"authorized", "explained"}) {
            settings.put("est.label." + label + ".ca", "main");
            settings.put("est.label." + label + ".authorizer", "gate");
            settings.put("est.label." + label + ".trust-anchors", "manufacturer");
        }
        settings.put("est.label.explained.authorizer-reason", "true");
        settings.putAll(party("est.webhook.ops.", "ops", directory.resolve("ops"), ops, "/events"));
        settings.put("est.webhook.ops.labels", "authorized");
        settings.put("est.webhook.ops.certificate", "true");
        settings.putAll(party("est.webhook.few.", "ops", directory.resolve("ops"), ops, "/few"));
        settings.put("est.webhook.few.labels", "authorized");
        settings.put("est.webhook.few.events", "revoked");
        settings.put("est.webhook.ops.timeout", "1s");
        settings.put("est.webhook.few.timeout", "1s");
        settings.put("est.webhook-delivery.period", "200ms");
        settings.put("est.webhook-delivery.first-retry", "50ms");
        return settings;
    }

    private static Map<String, String> party(
            String prefix, String tls, Path directory, LoopbackParty party, String path) {
        party.writeTo(directory);
        String registry = "quarkus.tls." + tls + ".";
        return Map.of(
                prefix + "url",
                party.url(path),
                prefix + "secret-file",
                directory.resolve("secret").toString(),
                prefix + "tls-configuration-name",
                tls,
                registry + "trust-store.pem.certs",
                directory.resolve("trust.pem").toString(),
                registry + "key-store.pem.0.cert",
                directory.resolve("client.pem").toString(),
                registry + "key-store.pem.0.key",
                directory.resolve("client.key").toString());
    }

    static void stop() {
        if (authorizer != null) {
            authorizer.close();
        }
        if (receiver != null) {
            receiver.close();
        }
    }
}
