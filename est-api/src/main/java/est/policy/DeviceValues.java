package est.policy;

import java.util.Optional;

/** What the registry says of the device: {@code {device.site}}, any attribute that an operator gave it. */
final class DeviceValues implements ValueSource {

    static final String NAME = "device";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean offers(String attribute) {
        return DeviceAttributes.isName(attribute);
    }

    @Override
    public Optional<String> value(String attribute, ClaimedNames requested, Application application) {
        return application.device().value(attribute);
    }
}
