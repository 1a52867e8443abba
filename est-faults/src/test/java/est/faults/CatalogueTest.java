package est.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No fault of the catalogue goes untested. */
class CatalogueTest {

    @Test
    void every_fault_has_its_test() {
        Stream<String> tests =
                Arrays.stream(FaultsTest.class.getDeclaredMethods()).map(method -> method.getName());
        String all = String.join(" ", tests.toList());
        assertThat(Catalogue.all())
                .allSatisfy(fault -> assertThat(all).contains(fault.number().replace('-', '_') + "_"));
    }

    @Test
    void a_statement_is_known_by_its_text() {
        assertThat(Step.of("with r as (select 1) insert into est.enrollment (id) values (1)"))
                .isEqualTo(Step.INTENT);
        assertThat(Step.of("insert into est.certificate (id)")).isEqualTo(Step.CLOSING);
        assertThat(Step.of("insert into est.certificate (id), audited as (select 'RECONCILED', 'reconciler')"))
                .isEqualTo(Step.SETTLING);
        assertThat(Step.of("select 1")).isEqualTo(Step.OTHER);
    }
}
