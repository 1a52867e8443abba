package est;

import java.util.HashMap;
import java.util.Map;

/** A label for each rule that a label can have and the default one has not. */
final class LabelsUnderTest {

    private LabelsUnderTest() {}

    static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        label(settings, "certpassword", "authentication", "certificate+password");
        settings.put("est.label.certpassword.trust-anchors", "manufacturer");
        label(settings, "certsecret", "authentication", "certificate+secret");
        settings.put("est.label.certsecret.trust-anchors", "manufacturer");
        label(settings, "usersonly", "authentication", "password");
        label(settings, "secretsonly", "authentication", "secret");
        label(settings, "anybody", "authentication", "none");
        label(settings, "firstanybody", "authentication", "certificate, none");
        label(settings, "sharingtoo", "profile", "sharing");
        label(settings, "bound", "channel-binding", "required");
        label(settings, "rawder", "encoding", "raw-der");
        label(settings, "oneline", "encoding", "single-line");
        label(settings, "lined", "encoding", "lines");
        label(settings, "forgetful", "duplicates", "allow");
        label(settings, "brief", "replay-window", "1h");
        label(settings, "rejecting", "duplicates", "reject");
        label(settings, "replacing", "duplicates", "replace");
        label(settings, "asking", "duplicates", "approve");
        label(settings, "limited", "enrollments-per-identity", "2/1h");
        label(settings, "booting", "bootstrap", "booting");
        settings.put("est.profile.booting.extended-key-usages", "clientAuth");
        settings.put("est.profile.booting.validity", "7d");
        // no label has it
        settings.put("est.profile.gatemaker.extended-key-usages", "clientAuth,cmcRA");
        return settings;
    }

    private static void label(Map<String, String> settings, String name, String rule, String value) {
        settings.put("est.label." + name + ".ca", "main");
        settings.put("est.label." + name + "." + rule, value);
    }
}
