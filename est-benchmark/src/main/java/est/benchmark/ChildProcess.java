package est.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A program of this module in a process of its own, so that its work is not counted as another's. It ends when this process does. */
final class ChildProcess implements AutoCloseable {

    private static final String END = "# end";

    private final Process process;
    private final Properties told;

    private ChildProcess(Process process, Properties told) {
        this.process = process;
        this.told = told;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param program calls {@link #serve}
     * @throws IOException if it ends before that
     */
    static ChildProcess start(String classPath, Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                classPath,
                program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            Properties told = new Properties();
            told.load(new StringReader(untilEnd(process.getInputStream())));
            return new ChildProcess(process, told);
        } catch (IOException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    private static String untilEnd(InputStream output) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(END) < 0) {
            int octet = output.read();
            if (octet < 0) {
                throw new IOException("a process did not start");
            }
            text.append((char) octet);
        }
        return text.toString();
    }

    /** In the child: tells the parent where it is found, and serves until the parent ends, however it does. */
    static void serve(Properties told) throws IOException {
        told.store(System.out, null);
        System.out.println(END);
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    /** What it told. */
    String told(String name) {
        return told.getProperty(name);
    }

    long pid() {
        return process.pid();
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
