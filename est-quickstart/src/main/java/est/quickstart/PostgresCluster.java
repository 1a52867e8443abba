package est.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One data directory of PostgreSQL and the server on it. The caller holds the lock of the directory above.
 *
 * @param binaries the programs
 * @param directory holds the data directory {@code cluster} and {@code postgres.log}
 */
record PostgresCluster(PostgresBinaries binaries, Path directory) {
    private static final String STOP_SECONDS = "30";

    private Path data() {
        return directory.resolve("cluster");
    }

    private Path log() {
        return directory.resolve("postgres.log");
    }

    /** Makes the data directory unless there is one; an interrupted attempt leaves none. */
    void initialize(String superuserPassword, boolean durable) throws IOException {
        if (Files.exists(data())) {
            return;
        }
        Path draft = directory.resolve("cluster.new");
        Directories.delete(draft);
        Path password = directory.resolve("superuser");
        OwnDirectory.writeSecret(password, superuserPassword.getBytes(StandardCharsets.US_ASCII));
        // the built-in locale sorts alike on every machine, whatever locales it has installed
        List<String> arguments = List.of(
                "--pgdata=" + draft,
                "--username=postgres",
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                durable ? "--data-checksums" : "--no-sync");
        int status = binaries.run(log(), "initdb", arguments);
        Files.delete(password);
        if (status != 0) {
            throw new CannotStart("the embedded PostgreSQL could not make its data directory, see " + log());
        }
        Files.move(draft, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts the server in a session of its own and returns when it accepts connections. */
    void start(int port, boolean durable) throws IOException {
        String onOff = durable ? "on" : "off";
        String options = Stream.of(
                        "port=" + port,
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "fsync=" + onOff,
                        "synchronous_commit=" + onOff,
                        // a failing statement may carry what a client sent
                        "log_min_error_statement=panic",
                        "timezone=UTC",
                        "log_timezone=UTC")
                .map(setting -> "-c " + setting)
                .collect(Collectors.joining(" "));
        List<String> arguments = List.of(
                "start", "--pgdata=" + data(), "--wait", "--timeout=60", "--log=" + log(), "--options=" + options);
        if (binaries.run(log(), "pg_ctl", arguments) != 0) {
            throw new CannotStart("the embedded PostgreSQL did not start, see " + log());
        }
    }

    /** Stops the server: sessions are ended, everything committed is on disk. */
    void stop() throws IOException {
        if (control("fast") != 0 && control("immediate") != 0) {
            throw new CannotStart("the embedded PostgreSQL did not stop, see " + log());
        }
    }

    private int control(String mode) throws IOException {
        return binaries.run(
                log(),
                "pg_ctl",
                List.of("stop", "--pgdata=" + data(), "--mode=" + mode, "--wait", "--timeout=" + STOP_SECONDS));
    }

    /**
     * Stops a server that outlived the process that started it (kill -9). The process number in {@code postmaster.pid} may
     * meanwhile belong to anybody, above all after a reboot, so nothing is signalled that is not PostgreSQL on our data.
     */
    void stopOrphan() throws IOException {
        Path file = data().resolve("postmaster.pid");
        if (Files.notExists(file)) {
            return;
        }
        Optional<ProcessHandle> process = processIn(file);
        if (process.isEmpty()) {
            return; // PostgreSQL judges such a file itself, looking for shared memory still in use
        }
        if (isOurs(process.get())) {
            stop();
        } else {
            Files.delete(file);
        }
    }

    private static Optional<ProcessHandle> processIn(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("[0-9]{1,10}"))
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                    .filter(ProcessHandle::isAlive);
        }
    }

    private boolean isOurs(ProcessHandle process) {
        String data = data().toString();
        return process.info()
                .arguments()
                .map(arguments -> Arrays.stream(arguments).anyMatch(argument -> argument.contains(data)))
                .orElse(false);
    }
}
