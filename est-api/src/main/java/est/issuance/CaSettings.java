package est.issuance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** Certification authorities by name: {@code est.ca.<name>.type}; the rest of an entry belongs to its provider. */
@ConfigMapping(prefix = "est.ca")
public interface CaSettings {

    /** Authorities by name, {@code [a-z0-9]+}. */
    @WithParentName
    Map<String, Authority> authorities();

    /** One authority. */
    interface Authority {

        /** Which provider opens it: local or vault. */
        String type();
    }
}
