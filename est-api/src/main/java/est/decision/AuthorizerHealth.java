package est.decision;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/** {@code est_authorizer_up}, for those in force and no others. */
final class AuthorizerHealth {

    private final MultiGauge up;

    AuthorizerHealth(MeterRegistry registry) {
        this.up = MultiGauge.builder("est.authorizer.up")
                .description("0 while the authorizer is away and not asked")
                .register(registry);
    }

    void watch(AuthorizerEdition edition) {
        up.register(
                edition.names().stream()
                        .map(name -> MultiGauge.Row.of(
                                Tags.of("authorizer", name),
                                edition.named(name).orElseThrow(),
                                authorizer -> authorizer.isAway() ? 0 : 1))
                        .toList(),
                true);
    }
}
