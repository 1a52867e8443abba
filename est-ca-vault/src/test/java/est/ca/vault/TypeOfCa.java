package est.ca.vault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** What the registration authority maps of the same prefix. */
@ConfigMapping(prefix = "est.ca")
interface TypeOfCa {
    @WithParentName
    Map<String, Typed> authorities();

    /** One authority. */
    interface Typed {
        String type();
    }
}
