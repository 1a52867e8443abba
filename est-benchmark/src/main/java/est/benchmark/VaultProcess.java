package est.benchmark;

import est.ca.vault.LoopbackVault;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;

/** The loopback Vault of the tests in a process of its own, so that its work is not counted as ours. */
final class VaultProcess implements AutoCloseable {

    private static final String END = "# end";

    private final Process process;
    private final Properties told;

    private VaultProcess(Process process, Properties told) {
        this.process = process;
        this.told = told;
    }

    /** Starts it with the class path of this one. */
    static VaultProcess start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        VaultProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Properties told = new Properties();
        told.load(new StringReader(untilEnd(process.getInputStream())));
        return new VaultProcess(process, told);
    }

    private static String untilEnd(InputStream output) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(END) < 0) {
            int octet = output.read();
            if (octet < 0) {
                throw new IOException("the loopback Vault did not start");
            }
            text.append((char) octet);
        }
        return text.toString();
    }

    /** Serves until standard input ends, that is, until the benchmark does, however it ends. */
    public static void main(String[] arguments) throws IOException {
        LoopbackVault vault = LoopbackVault.start();
        Properties told = new Properties();
        told.setProperty("address", vault.address().toString());
        told.setProperty("secretId", vault.secretId());
        told.setProperty("trust", vault.tls().caPem());
        told.store(System.out, null);
        System.out.println(END);
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        System.exit(0);
    }

    String address() {
        return told.getProperty("address");
    }

    String secretId() {
        return told.getProperty("secretId");
    }

    byte[] trust() {
        return told.getProperty("trust").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            process.destroy();
        }
    }
}
