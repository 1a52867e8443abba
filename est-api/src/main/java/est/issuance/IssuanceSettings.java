package est.issuance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** Bounds of asking a certification authority: {@code est.issuance.…}. */
@ConfigMapping(prefix = "est.issuance")
public interface IssuanceSettings {

    /** How long an authority may take; after that the outcome is unknown. */
    @WithDefault("20s")
    Duration deadline();

    /** Certificates being issued at once per authority; default four per core. More are answered 503. */
    OptionalInt concurrent();

    /** How long the certificates of an authority are served before it is asked for them again. */
    @WithDefault("60s")
    Duration caCertificatesRefresh();

    /** Failures in a row after which an authority is only probed, until it is back. */
    @WithDefault("5")
    int failuresInARow();

    /** Whether an authority is told to revoke what it signed for us and we refused to deliver. */
    @WithDefault("false")
    boolean revokeOnMismatch();
}
