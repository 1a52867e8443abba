package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowIdTest {

    @Test
    void what_is_made_later_is_sorted_later_by_the_database() {
        // PostgreSQL compares the octets, which is what their text compares
        List<String> ids =
                Stream.generate(RowId::next).limit(10_000).map(UUID::toString).toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void two_of_one_moment_differ_by_chance_too() {
        assertThat(RowId.next().getLeastSignificantBits())
                .isNotEqualTo(RowId.next().getLeastSignificantBits());
    }
}
