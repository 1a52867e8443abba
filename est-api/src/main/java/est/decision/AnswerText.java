package est.decision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import est.policy.DecidedNames;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer as JSON. Fields that are not known are passed over, so that authorizers can be newer than this server; everything else must
 * be exactly so: what can be read in two ways is no answer.
 */
final class AnswerText {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_REASON = 160;

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private AnswerText() {}

    /**
     * The decision of an answer.
     *
     * @param id of the question
     * @throws UnusableAnswer if it is none, or one to another question
     */
    static Decision read(String id, byte[] body) {
        JsonObject answer = json(body);
        // not demanded: over one connection, and under a signature, an answer has one question only
        if (answer.containsKey("id") && !id.equals(answer.getValue("id"))) {
            throw new UnusableAnswer("it answers another question");
        }
        Object names = answer.getValue("names");
        String decision = answer.getValue("decision") instanceof String word ? word : "";
        return switch (decision) {
            case "allow" -> new Decision.Allowed(names(names));
            case "deny" -> new Decision.Denied(reason(answer));
            case "pending" -> new Decision.Pending(reason(answer));
            default -> throw new UnusableAnswer("the decision is none of allow, deny, pending");
        };
    }

    private static Optional<DecidedNames> names(@Nullable Object names) {
        if (names == null) {
            return Optional.empty();
        }
        if (names instanceof JsonObject object) {
            return Optional.of(NamesText.read(object));
        }
        throw new UnusableAnswer("names is no object");
    }

    private static JsonObject json(byte[] body) {
        try (JsonParser parser = STRICT.createParser(body)) {
            if (JacksonCodec.fromParser(parser, Object.class) instanceof JsonObject answer) {
                return answer;
            }
        } catch (IOException | RuntimeException unreadable) {
            throw new UnusableAnswer("it is no JSON, or has a key twice");
        }
        throw new UnusableAnswer("it is no JSON object");
    }

    /** The other side's words for log and audit: one line, printable, cut (T-26). */
    private static String reason(JsonObject answer) {
        String text = answer.getValue("reason") instanceof String words ? words : "";
        String clean = text.codePoints()
                .limit(MAX_REASON)
                .map(character -> character >= 0x20 && character < 0x7f ? character : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return clean.strip();
    }
}
