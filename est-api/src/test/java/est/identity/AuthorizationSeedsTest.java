package est.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The seeds of {@link BasicCredentialsFuzzTest} do what their names say; {@code -Dseeds=write} makes them anew. */
class AuthorizationSeedsTest {

    private static final Path DIRECTORY = Path.of(
            "src",
            "test",
            "resources",
            "est",
            "identity",
            "BasicCredentialsFuzzTestInputs",
            "T_9_any_octets_are_credentials_or_nothing");

    private static Map<String, byte[]> seeds() {
        Map<String, String> headers = new TreeMap<>();
        headers.put("good-user", basic("user:password"));
        headers.put("good-empty-user", basic(":secret"));
        headers.put("good-empty-password", basic("user:"));
        headers.put("good-colons", basic("user:pass:word:"));
        headers.put("good-unicode", basic("J\u00f6rg:Stra\u00dfe"));
        headers.put("good-decomposed", basic("Jo\u0308rg:x"));
        headers.put("good-upper-case-scheme", "BASIC " + base64("user:password"));
        headers.put("good-spaces-around", "Basic   " + base64("user:password") + "  ");
        headers.put("scheme-alone", "Basic");
        headers.put("scheme-and-space", "Basic ");
        headers.put("scheme-bearer", "Bearer " + base64("user:password"));
        headers.put("scheme-digest", "Digest username=\"user\", response=\"00\"");
        headers.put("no-colon", basic("userpassword"));
        headers.put("no-base64", "Basic user:password");
        headers.put("nul", basic("us\0er:password"));
        headers.put("line-feed", basic("user:pass\nword"));
        headers.put("too-long", basic("user:" + "x".repeat(800)));
        headers.put("empty", "");
        Map<String, byte[]> seeds = new TreeMap<>();
        headers.forEach((name, header) -> seeds.put(name, header.getBytes(StandardCharsets.ISO_8859_1)));
        seeds.put(
                "no-utf-8",
                ("Basic " + Base64.getEncoder().encodeToString(new byte[] {'a', ':', (byte) 0xC3}))
                        .getBytes(StandardCharsets.US_ASCII));
        return seeds;
    }

    private static String basic(String pair) {
        return "Basic " + base64(pair);
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_seeds_are_what_their_names_say() throws IOException {
        if ("write".equals(System.getProperty("seeds"))) {
            Files.createDirectories(DIRECTORY);
            for (Map.Entry<String, byte[]> seed : seeds().entrySet()) {
                Files.write(DIRECTORY.resolve(seed.getKey()), seed.getValue());
            }
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(DIRECTORY)) {
            files = listed.toList();
        }
        assertThat(files).extracting(file -> file.getFileName().toString()).containsAll(seeds().keySet());
        for (Path file : files) {
            String header = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            assertThat(BasicCredentials.decode(header).isPresent())
                    .as(file.toString())
                    .isEqualTo(file.getFileName().toString().startsWith("good-"));
        }
    }
}
