package est;

import est.device.TestAuthority;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The three labels of docs/operator-guide.md, as they stand there, and two that set switches of theirs. */
public final class PresetsUnderTest {

    /** Beside {@link ServerUnderTest#MANUFACTURER}. */
    public static final TestAuthority OTHER_MAKER = new TestAuthority("CN=Other Maker");

    private PresetsUnderTest() {}

    /** The guide's settings, its files replaced by ours. */
    static Map<String, String> settings(Path directory) throws IOException {
        Map<String, String> settings = new HashMap<>();
        Properties guide = new Properties();
        guide.load(new StringReader(block(Files.readString(guide()), "ci:settings", "properties")));
        guide.stringPropertyNames().forEach(name -> settings.put(name, guide.getProperty(name)));
        settings.put(
                "est.trust-anchors.acme",
                ServerUnderTest.MANUFACTURER
                        .writeTo(directory.resolve("acme.pem"))
                        .toString());
        settings.put(
                "est.trust-anchors.camworks",
                OTHER_MAKER.writeTo(directory.resolve("camworks.pem")).toString());
        settings.put(
                "est.label.ward.ra.gateway.certificates", TrustUnderTest.fingerprint(TrustUnderTest.current().gate));
        for (String studio : new String[] {"museum", "stage"}) {
            settings.put("est.label." + studio + ".ca", "main");
            settings.put("est.label." + studio + ".preset", "nmos");
            settings.put("est.label." + studio + ".trust-anchors", "acme");
        }
        settings.put("est.label.museum.profile", "museum");
        settings.put("est.profile.museum.expired-manufacturer-certificates", "accept");
        settings.put("est.label.stage.approval", "always");
        settings.put("est.label.museum.devices", "any");
        settings.put("est.label.stage.devices", "any");
        return settings;
    }

    /** Maven runs in the module's directory, an IDE perhaps in the root. */
    public static Path guide() {
        Path here = Path.of("docs/operator-guide.md");
        return Files.isRegularFile(here) ? here : Path.of("..").resolve(here);
    }

    /** The code block under a mark. */
    public static String block(String page, String mark, String language) {
        String begin = "<!-- " + mark + " -->\n```" + language + "\n";
        int at = page.indexOf(begin);
        if (at < 0) {
            throw new IllegalArgumentException("no block " + mark);
        }
        int from = at + begin.length();
        return page.substring(from, page.indexOf("\n```", from) + 1);
    }
}
