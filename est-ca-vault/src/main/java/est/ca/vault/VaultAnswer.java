package est.ca.vault;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer, read whole. It may come from a proxy: its body is whatever somebody wrote.
 *
 * @param status of HTTP
 * @param body not longer than its call allowed
 * @param retryAfter the header, as it stands
 */
record VaultAnswer(int status, Buffer body, Optional<String> retryAfter) {

    private static final int LONGEST_COMPLAINT = 512;

    boolean isSuccess() {
        return status == 200 || status == 204;
    }

    /** The {@code data} of the answer; empty, too, if there is none or the body is not JSON. */
    JsonObject data() {
        return object("data");
    }

    /** The {@code auth} of the answer to a login; empty, too, if there is none or the body is not JSON. */
    JsonObject auth() {
        return object("auth");
    }

    List<String> warnings() {
        return texts("warnings");
    }

    /** What the other side complains of, for the log alone: cut, and without characters that could forge a line. */
    String complaint() {
        String text = String.join("; ", texts("errors")).replaceAll("[^\\x20-\\x7e]", "?");
        return status + " " + (text.length() > LONGEST_COMPLAINT ? text.substring(0, LONGEST_COMPLAINT) + "…" : text);
    }

    private JsonObject object(String key) {
        return json().map(json -> json.getValue(key))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .orElseGet(JsonObject::new);
    }

    private List<String> texts(String key) {
        return Json.texts(json().map(json -> json.getValue(key)).orElse(null));
    }

    private Optional<JsonObject> json() {
        try {
            return body.length() == 0 ? Optional.empty() : Optional.of(body.toJsonObject());
        } catch (DecodeException | ClassCastException notAnObject) {
            return Optional.empty();
        }
    }

    /** Body and errors may quote what was sent. */
    @Override
    public String toString() {
        return "VaultAnswer[" + status + ", " + body.length() + " octets]";
    }

    /** JSON of strangers, read without trust in its types. */
    static final class Json {

        private Json() {}

        /** The texts of a JSON array; nothing of anything else. */
        static List<String> texts(@Nullable Object value) {
            return value instanceof JsonArray array
                    ? array.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList()
                    : List.of();
        }

        /** The text behind a key; empty if it is none. */
        static Optional<String> text(JsonObject object, String key) {
            return object.getValue(key) instanceof String text ? Optional.of(text) : Optional.empty();
        }
    }
}
