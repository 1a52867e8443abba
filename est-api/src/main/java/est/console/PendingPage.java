package est.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Some of the requests that wait, oldest first.
 *
 * @param items at most as many as were asked for
 * @param next what to give as {@code after} for those that follow; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PendingPage(List<PendingShown> items, Optional<UUID> next) {}
