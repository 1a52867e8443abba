package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class GroupStatementTest extends RecordTest {
    @Inject
    Pool pool;

    static Stream<String> statements() {
        return Stream.of(
                IntentStatement.INSERT.sql(),
                ClosingStatements.ISSUED.sql(),
                ClosingStatements.NOT_ISSUED,
                Repeat.READ_HOLDER,
                ReconcilingStatements.READ,
                ReconcilingStatements.ISSUED);
    }

    @Test
    void gives_each_row_its_own_values_in_order_and_nulls() {
        GroupStatement echo =
                new GroupStatement("id uuid, text text, number integer", "told as (select * from given) table told");
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(3).toList();

        List<Row> told = run(
                echo,
                List.of(
                        new Arguments().add(ids.get(0)).add("one").addOrNull(Optional.of(1)),
                        new Arguments()
                                .add(ids.get(1))
                                .addOrNull(Optional.empty())
                                .addOrNull(Optional.of(2)),
                        new Arguments().add(ids.get(2)).add("three").addOrNull(Optional.empty())));

        assertThat(told).extracting(row -> row.getUUID("id")).isEqualTo(ids);
        assertThat(told).extracting(row -> row.getString("text")).containsExactly("one", null, "three");
        assertThat(told).extracting(row -> row.getInteger("number")).containsExactly(1, 2, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NULL",
                "a,b",
                "{a}",
                "\"",
                "\\",
                "\\\"",
                "'",
                " ",
                "\n",
                "\u00e9\ud83d\ude00",
                "x\\",
                "\"}', '{"
            })
    void a_text_of_any_form_stays_one_element_of_its_array(String element) {
        GroupStatement echo = new GroupStatement(
                "id uuid, names text", "told as (select names::text[] as names from given) table told");

        Row told = run(echo, List.of(new Arguments().add(UUID.randomUUID()).addAsText(List.of(element, "other"))))
                .get(0);

        assertThat(told.getArrayOfStrings("names")).containsExactly(element, "other");
    }

    private List<Row> run(GroupStatement statement, List<Arguments> rows) {
        return await(pool.withConnection(connection -> statement.execute(connection, rows))
                .map(told -> told.stream().toList()));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void finds_every_row_by_a_key_even_when_planned_for_empty_tables(String statement) throws Exception {
        assertGoesByKeys(sql.planForEmptyTables(statement, session(), false));
        assertGoesByKeys(sql.planForEmptyTables(statement, session(), true));
    }

    /** What the pool has its sessions set for the planner. */
    private List<String> session() {
        return await(
                pool.query("select format('set local %I = %L', name, setting) from pg_settings where source = 'client'"
                                + " and category like 'Query Tuning%'")
                        .execute()
                        .map(rows -> rows.stream().map(row -> row.getString(0)).toList()));
    }

    private static void assertGoesByKeys(List<String> plan) {
        assertThat(plan).noneMatch(line -> line.matches(".*(Seq Scan|Hash Join|Merge Join).*"));
        assertThat(plan).filteredOn(GroupStatementTest::readsAnIndex).hasSizeGreaterThan(3);
        assertThat(IntStream.range(0, plan.size())
                        .filter(line -> readsAnIndex(plan.get(line)))
                        .mapToObj(line -> plan.get(line) + plan.get(line + 1)))
                .allMatch(scan -> scan.contains("Index Cond"));
    }

    /** All patterns of the registry are read, on purpose: there are few. */
    private static boolean readsAnIndex(String line) {
        return line.matches(".*Index.* Scan .*") && !line.contains("device_pattern");
    }
}
