package est.policy;

import java.util.List;
import java.util.Optional;

/** Where a subject template takes values from: {@code {name.attribute}}. Another source is another entry of the list. */
interface ValueSource {

    /** Every source. */
    List<ValueSource> ALL = List.of(new RequestValues(), new IdentityValues(), new DeviceValues());

    /** The word before the dot. */
    String name();

    /** Whether there can be such an attribute. */
    boolean offers(String attribute);

    /** The value for this request; empty if this client has none. */
    Optional<String> value(String attribute, ClaimedNames requested, Application application);
}
