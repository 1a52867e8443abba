package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The seed files are those of {@link FuzzSeeds} and do what their names say; {@code -Dseeds=write} makes them anew. */
class FuzzSeedsTest {

    private static final Path RESOURCES = Path.of("src", "test", "resources", "est", "protocol");
    private static final Path REQUESTS = RESOURCES
            .resolve("CertificationRequestFuzzTestInputs")
            .resolve("T_20_any_octets_are_a_request_or_are_refused");
    private static final Path BODIES =
            RESOURCES.resolve("TransferBodyFuzzTestInputs").resolve("T_19_any_octets_are_a_body_or_are_refused");

    @Test
    void the_seeds_of_requests_are_what_their_names_say() throws IOException {
        check(REQUESTS, FuzzSeeds.requests(), CertificationRequest::decode);
    }

    @Test
    void the_seeds_of_bodies_are_what_their_names_say() throws IOException {
        check(BODIES, FuzzSeeds.bodies(), body -> CertificationRequest.decode(TransferBody.decode(body)));
    }

    private static void check(Path directory, Map<String, byte[]> seeds, Consumer<byte[]> decoder) throws IOException {
        if ("write".equals(System.getProperty("seeds"))) {
            Files.createDirectories(directory);
            for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
                Files.write(directory.resolve(seed.getKey()), seed.getValue());
            }
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        }
        // what a search found stays there too, under a name that the fuzzer gives
        assertThat(files).extracting(file -> file.getFileName().toString()).containsAll(seeds.keySet());
        for (Path file : files) {
            boolean good = file.getFileName().toString().startsWith("good-");
            assertThat(isAccepted(decoder, Files.readAllBytes(file)))
                    .as(file.toString())
                    .isEqualTo(good);
        }
    }

    private static boolean isAccepted(Consumer<byte[]> decoder, byte[] octets) {
        try {
            decoder.accept(octets);
            return true;
        } catch (MalformedMessageException refused) {
            return false;
        }
    }
}
