package est.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this version of Java keeps of one run of the packaged server for later ones: its classes, loaded and linked, and from Java
 * 25 on also which methods are busy (<a href="https://openjdk.org/jeps/514">JEP 514</a>, <a
 * href="https://openjdk.org/jeps/515">JEP 515</a>; before, <a href="https://openjdk.org/jeps/350">JEP 350</a>). It stands beside the server with
 * a file of the options that make Java use it. Java runs without it if it does not fit any more. Used by one thread.
 */
public final class ClassArchive {

    private static final int PROFILES_SINCE = 25;

    /**
     * Threads of JBoss clear their thread locals when they end, which no class path may without. Said when the archive is recorded and
     * when it is used, or Java 25 refuses it.
     */
    private static final String OPENED = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    private final Path server;
    private final boolean holdsProfiles;
    private final Path file;
    private final Path options;

    private ClassArchive(Path server, int java) {
        this.server = server;
        this.holdsProfiles = java >= PROFILES_SINCE;
        this.file = server.resolveSibling("java-" + java + (holdsProfiles ? ".aot" : ".jsa"));
        this.options = server.resolveSibling("java-" + java + ".options");
    }

    /**
     * Records one for {@code ./start}, which then finds it.
     *
     * @param arguments the server's {@code quarkus-run.jar}
     */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            of(Path.of(arguments[0])).record();
        } catch (CannotStart e) {
            endWith(e.getMessage());
        } catch (IOException e) {
            endWith(e.toString());
        } catch (UncheckedIOException e) {
            endWith(String.valueOf(e.getCause()));
        }
    }

    private static void endWith(String line) {
        System.err.println("est: " + line);
        System.exit(1);
    }

    /**
     * The one for the Java that runs this, recorded already or not.
     *
     * @param server its {@code quarkus-run.jar}
     */
    public static ClassArchive of(Path server) {
        return new ClassArchive(
                server.toAbsolutePath().normalize(), Runtime.version().feature());
    }

    /** Whether it was recorded from the server that is there now. */
    public boolean isRecorded() throws IOException {
        return Files.exists(options)
                && Files.getLastModifiedTime(options).compareTo(Files.getLastModifiedTime(server)) >= 0;
    }

    /** What goes before the arguments of {@code java} to use it; nothing if there is none. */
    public List<String> arguments() throws IOException {
        return isRecorded() ? List.of("@" + options) : List.of();
    }

    /**
     * Runs the server once, has made-up devices enroll, and keeps what Java learned; takes about a minute.
     *
     * @throws CannotStart if the server or its database cannot run here
     */
    public void record() throws IOException, InterruptedException {
        Files.deleteIfExists(options);
        Files.deleteIfExists(file);
        RecordedRun.of(server, List.of(OPENED, writing()), holdsProfiles);
        if (Files.notExists(file)) {
            throw new CannotStart("this Java leaves no class archive");
        }
        Files.write(options, List.of(OPENED, quoted(reading())));
    }

    private String writing() {
        return (holdsProfiles ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file;
    }

    private String reading() {
        return (holdsProfiles ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file;
    }

    /** As argument files of {@code java} want it. */
    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
