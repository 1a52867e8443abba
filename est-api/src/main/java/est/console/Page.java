package est.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Some of the things of a list, in its order.
 *
 * @param items at most as many as were asked for
 * @param next what to give as {@code after} for those that follow; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Page<T extends Page.Item>(List<T> items, Optional<UUID> next) {

    private static final int MOST = 100;

    /** What a list is made of. */
    public interface Item {

        /** By which it is found again. */
        UUID id();
    }

    /**
     * A page of at most so many things.
     *
     * @param list tells at most as many as it is asked for
     */
    static <F, T extends Item> Uni<Page<T>> of(int limit, IntFunction<Uni<List<F>>> list, Function<F, T> shown) {
        if (limit < 1 || limit > MOST) {
            throw new ConsoleRefusal(ConsoleRefusal.Reason.MALFORMED, "limit must be 1 to " + MOST);
        }
        // one more than is shown tells whether there are more
        return list.apply(limit + 1).map(found -> {
            List<T> items = found.stream().limit(limit).map(shown).toList();
            return new Page<>(
                    items,
                    found.size() > limit ? Optional.of(items.get(limit - 1).id()) : Optional.empty());
        });
    }
}
