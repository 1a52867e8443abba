package est.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a first run prints, once: where the server is, what to trust, and the lines that enroll a device.
 *
 * @param data holds the marker that says it was printed, and the first secret
 * @param pki what to trust
 * @param ports where the server listens
 */
record Welcome(Path data, FirstRunPki pki, Ports ports) {
    private static final long EVERY_MILLIS = 200;

    /** Whether nobody has read it yet. */
    boolean isDue() {
        return Files.notExists(marker());
    }

    private Path marker() {
        return data.resolve("welcomed");
    }

    /** Where the server writes the first one-time secret. */
    Path secretFile() {
        return data.resolve("first-secret");
    }

    /**
     * Prints on standard output as soon as the server is up, which is when it has written the secret; returns at once and keeps
     * no process alive.
     */
    void sayWhenUp() {
        forgetEarlierSecret();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "welcome");
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.scheduleWithFixedDelay(
                () -> {
                    if (Files.exists(secretFile())) {
                        say();
                        clock.shutdown();
                    }
                },
                EVERY_MILLIS,
                EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** One that nobody was told; the server writes a new one. */
    private void forgetEarlierSecret() {
        try {
            Files.deleteIfExists(secretFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say() {
        try {
            String secret =
                    Files.readString(secretFile(), StandardCharsets.US_ASCII).strip();
            System.out.println(text(secret));
            Files.createFile(marker());
        } catch (IOException e) {
            System.err.println("est: cannot read " + secretFile());
        }
    }

    /** The text itself; every command in it works when pasted, in any directory. */
    String text(String secret) {
        return """

                EST server:     https://localhost:%5$s/.well-known/est
                Health:         http://127.0.0.1:%6$s/q/health
                Trust anchor:   %1$s
                Its SHA-256:    %2$s
                Data:           %3$s

                Enroll a first device; the secret works once:

                openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout device1.key \\
                  -subj /CN=device1 -outform DER | openssl base64 -out device1.csr
                curl -sS --fail --cacert '%1$s' -u ':%4$s' \\
                  -H 'Content-Type: application/pkcs10' --data-binary @device1.csr \\
                  https://localhost:%5$s/.well-known/est/simpleenroll |
                  openssl base64 -d | openssl pkcs7 -inform DER -print_certs -out device1.pem
                openssl x509 -in device1.pem -noout -subject -enddate

                The next secret: ./start secret --cn device2. This text is not shown again.
                """.formatted(pki.rootCertificate(), pki.rootSha256(), data, secret, ports.door(), ports.management());
    }
}
