package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One statement that does for many what it would do for one, so that PostgreSQL starts its plan and reads its constraints once. The
 * arguments come as the table {@code given}, with a row for each. Immutable.
 *
 * <p>The plan is made once, perhaps while the tables are empty, and kept: it must go by keys whatever they hold later. To PostgreSQL
 * an empty table is cheapest read as a whole. So the sessions of this server neither scan whole tables nor join by hash or merge if
 * they can help it (application.properties), and the statements leave no choice: they ask one table at a time, by a key or by an
 * array of keys, join it with nothing, and end every {@code exists} with {@code offset 0}, which keeps it from becoming a join.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-array.html">unnest of several arrays</a>
 */
final class GroupStatement {
    private final List<Column> given;
    private final String sql;

    /**
     * A statement over given rows.
     *
     * @param given names and types of the columns, as in {@code create table}
     * @param sql what follows on {@code with given as (…),}
     */
    GroupStatement(String given, String sql) {
        this.given = Stream.of(given.strip().split("\\s*,\\s*")).map(Column::of).toList();
        this.sql = "with " + table() + ",\n" + sql;
    }

    private String table() {
        String arrays = IntStream.range(0, given.size())
                .mapToObj(n -> "$" + (n + 1) + "::" + given.get(n).type().sql() + "[]")
                .collect(Collectors.joining(", "));
        String names = given.stream().map(Column::name).collect(Collectors.joining(", "));
        return "given as materialized (select * from unnest(" + arrays + ") as rows (" + names + "))";
    }

    /** As PostgreSQL gets it. */
    String sql() {
        return sql;
    }

    /**
     * Runs it.
     *
     * @param rows the values of each given row, in the order of the columns: taken in this order
     */
    Uni<RowSet<Row>> execute(SqlClient client, List<Arguments> rows) {
        return client.preparedQuery(sql).execute(columns(rows));
    }

    private Tuple columns(List<Arguments> rows) {
        Arguments arrays = new Arguments();
        for (int n = 0; n < given.size(); n++) {
            arrays.add((Object) given.get(n).of(rows, n));
        }
        return arrays.tuple();
    }

    private record Column(String name, Type type) {

        static Column of(String declared) {
            String[] words = declared.split(" ", 2);
            return new Column(words[0], Type.valueOf(words[1].toUpperCase(Locale.ROOT)));
        }

        @Nullable
        Object[] of(List<Arguments> rows, int index) {
            @Nullable Object[] values = type.array(rows.size());
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row).value(index);
            }
            return values;
        }
    }

    /** What a column may be, and as what the driver binds an array of it. */
    private enum Type {
        UUID(UUID.class),
        TEXT(String.class),
        BYTEA(Buffer.class),
        TIMESTAMPTZ(OffsetDateTime.class),
        INTEGER(Integer.class),
        BIGINT(Long.class),
        BOOLEAN(Boolean.class);

        private final Class<?> element;

        Type(Class<?> element) {
            this.element = element;
        }

        @Nullable
        Object[] array(int length) {
            return (@Nullable Object[]) Array.newInstance(element, length);
        }

        String sql() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
