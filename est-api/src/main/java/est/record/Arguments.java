package est.record;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The arguments of one statement, in order, in the types the driver binds. Not thread-safe. */
final class Arguments {
    private final List<@Nullable Object> values = new ArrayList<>();

    Arguments add(Object value) {
        values.add(value);
        return this;
    }

    Arguments addOrNull(Optional<?> value) {
        values.add(value.orElse(null));
        return this;
    }

    Arguments add(byte[] octets) {
        values.add(Buffer.buffer(octets));
        return this;
    }

    Arguments add(Integer[] numbers) {
        values.add(numbers);
        return this;
    }

    Arguments add(BigInteger serial) {
        return add(serial.toByteArray());
    }

    Arguments add(Instant time) {
        values.add(OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        return this;
    }

    /** As PostgreSQL reads an array from text: a given row has no column of arrays. */
    Arguments addAsText(List<String> elements) {
        return add(elements.stream()
                .map(element -> '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}")));
    }

    @Nullable
    Object value(int index) {
        return values.get(index);
    }

    Tuple tuple() {
        return Tuple.newInstance(io.vertx.sqlclient.Tuple.wrap(values));
    }
}
