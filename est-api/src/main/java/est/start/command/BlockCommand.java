package est.start.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Blocks public keys: no certificate is issued for them from the next request on. Blocking twice changes nothing. */
@Command(
        name = "block",
        description = "Blocks public keys, named by the SHA-256 of their SubjectPublicKeyInfo.",
        mixinStandardHelpOptions = true)
final class BlockCommand implements Callable<Integer> {
    private static final int AT_ONCE = 1_000;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final OperatorCommands operator;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private @Nullable Which which;

    BlockCommand(OperatorCommands operator) {
        this.operator = operator;
    }

    /** Which keys: one of the two ways to say it. */
    private static final class Which {
        @Parameters(
                paramLabel = "FILE",
                description =
                        "One digest per line, 64 hexadecimal digits; blank lines and lines with # are passed over.")
        private Optional<Path> file = Optional.empty();

        @Option(names = "--spki", paramLabel = "HEX", description = "One digest, colons allowed.")
        private Optional<String> spki = Optional.empty();
    }

    @Override
    public Integer call() {
        Which named = Objects.requireNonNull(which, "picocli demands one of the two");
        Blocking blocking = new Blocking(
                named.file.map(file -> "file " + file.getFileName()).orElse("the command line"));
        if (named.file.isPresent()) {
            blockAll(named.file.get(), blocking);
        } else {
            String spki = named.spki.orElseThrow();
            blocking.add(digest(spki)
                    .orElseThrow(() -> Restrictions.refusal(spec, "--spki must be 64 hexadecimal digits (SHA-256)")));
        }
        blocking.flush();
        spec.commandLine().getOut().println(blocking.read + " keys read, " + blocking.added + " of them new");
        return 0;
    }

    /** Line by line: published lists have millions. What was blocked before a bad line stays blocked. */
    private static void blockAll(Path file, Blocking blocking) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                    Optional<byte[]> digest = digest(line);
                    if (digest.isEmpty()) {
                        blocking.flush();
                        throw new NotDone("line " + number + " of " + file
                                + " is no SHA-256 in hexadecimal digits; the keys before it are blocked");
                    }
                    blocking.add(digest.get());
                }
            }
        } catch (IOException e) {
            throw new NotDone("cannot read " + file, e);
        }
    }

    private static Optional<byte[]> digest(String text) {
        String digits = text.strip().replace(":", "");
        return SHA256.matcher(digits).matches() ? Optional.of(HexFormat.of().parseHex(digits)) : Optional.empty();
    }

    /** Collects digests into statements. */
    private final class Blocking {
        private final String source;
        private final List<byte[]> waiting = new ArrayList<>(AT_ONCE);
        private long read;
        private long added;

        Blocking(String source) {
            this.source = source;
        }

        void add(byte[] digest) {
            waiting.add(digest);
            read++;
            if (waiting.size() == AT_ONCE) {
                flush();
            }
        }

        void flush() {
            if (!waiting.isEmpty()) {
                added += operator.await(
                        operator.blockedKeys().block(List.copyOf(waiting), source, OperatorCommands.actor()));
                waiting.clear();
            }
        }
    }
}
