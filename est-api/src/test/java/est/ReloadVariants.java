package est;

import est.device.Pem;
import est.device.TestAuthority;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What operators and half-finished copies make of the files of a server. */
final class ReloadVariants {

    /** One change of files and what must come of it. */
    record Variant(String name, String part, String result, boolean newcomerKnown, Map<Path, String> contents) {}

    private final ServerFiles files;
    private final Map<Path, String> good;
    private final TestAuthority newcomer;
    private final TestAuthority tls;
    private final List<Variant> all = new ArrayList<>();

    ReloadVariants(ServerFiles files, Map<Path, String> good, TestAuthority newcomer, TestAuthority tls) {
        this.files = files;
        this.good = good;
        this.newcomer = newcomer;
        this.tls = tls;
        anchors();
        certificates();
        settings();
    }

    /** The variant of a round; the rounds go through all of them again and again. */
    Variant at(int round) {
        return all.get(round % all.size());
    }

    private void anchors() {
        String two = good.get(files.anchors()) + Pem.of(newcomer.certificate());
        String leaf = Pem.of(newcomer.device("CN=leaf", TestAuthority.ecKeys()));
        all.add(new Variant("good anchors", "settings", "applied", true, Map.of(files.anchors(), two)));
        bad("settings", "empty anchors", Map.of(files.anchors(), ""));
        bad("settings", "truncated anchors", Map.of(files.anchors(), two.substring(0, two.length() - 30)));
        bad("settings", "leaf as anchor", Map.of(files.anchors(), leaf));
        bad("settings", "anchor twice", Map.of(files.anchors(), two + two));
        bad(
                "settings",
                "expired anchor",
                Map.of(files.anchors(), Pem.of(TestAuthority.expired("CN=Old").certificate())));
    }

    private void certificates() {
        KeyPair keys = TestAuthority.ecKeys();
        String renewed = Pem.of(tls.device("CN=localhost", keys)) + Pem.of(tls.certificate());
        String key = Pem.of(keys.getPrivate());
        String otherKey = Pem.of(TestAuthority.ecKeys().getPrivate());
        all.add(new Variant(
                "good certificate",
                "certificate",
                "applied",
                false,
                Map.of(files.certificate(), renewed, files.key(), key)));
        bad("certificate", "wrong key", Map.of(files.certificate(), renewed, files.key(), otherKey));
        bad("certificate", "empty certificate", Map.of(files.certificate(), "", files.key(), key));
        bad("certificate", "truncated key", Map.of(files.key(), key.substring(0, key.length() / 2)));
        bad("certificate", "truncated certificate", Map.of(files.certificate(), renewed.substring(0, 200)));
        bad(
                "certificate",
                "expired certificate",
                Map.of(files.certificate(), Pem.of(tls.expiredDevice("CN=localhost", keys)), files.key(), key));
    }

    private void settings() {
        String settings = good.get(files.settings());
        all.add(new Variant(
                "good profile",
                "settings",
                "applied",
                false,
                Map.of(files.settings(), settings + "est.profile.device.validity=20d\n")));
        bad("settings", "empty settings", Map.of(files.settings(), ""));
        bad("settings", "unknown setting", Map.of(files.settings(), settings + "est.profile.device.validty=20d\n"));
        bad(
                "settings",
                "contradiction in a profile of no label",
                Map.of(files.settings(), settings + "est.profile.unused.renewal-window=91d\n"));
        bad("settings", "truncated settings", Map.of(files.settings(), settings + "est.profile.device.valid"));
    }

    private void bad(String part, String name, Map<Path, String> contents) {
        all.add(new Variant(name, part, "refused", false, contents));
    }
}
