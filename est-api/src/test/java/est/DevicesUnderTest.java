package est;

import java.util.HashMap;
import java.util.Map;

/** A label for each way to use the registry of devices. */
final class DevicesUnderTest {

    private DevicesUnderTest() {}

    static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        for (String rule : new String[] {"any", "known", "approve"}) {
            settings.put("est.label.devices" + rule + ".ca", "main");
            settings.put("est.label.devices" + rule + ".devices", rule);
            settings.put("est.label.devices" + rule + ".trust-anchors", "manufacturer");
        }
        settings.put("est.label.devicesdescribed.ca", "main");
        settings.put("est.label.devicesdescribed.profile", "described");
        settings.put("est.profile.described.subject", "CN={request.CN},O={device.owner},L={device.site-2}");
        return settings;
    }
}
