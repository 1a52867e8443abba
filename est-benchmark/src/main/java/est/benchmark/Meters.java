package est.benchmark;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads what a server has used up so far, from outside. Not thread-safe. */
final class Meters implements Consumption, AutoCloseable {

    private static final String STATEMENTS = "postgresql_processing_seconds_count";

    private final Server server;
    private final JMXConnector connector;
    private final ThreadMXBean threads;
    private final HttpClient http = HttpClient.newHttpClient();

    private Meters(Server server, JMXConnector connector, ThreadMXBean threads) {
        this.server = server;
        this.connector = connector;
        this.threads = threads;
    }

    /** Attaches to a running server. */
    @SuppressWarnings("BanJNDI") // the address comes from our own child process
    static Meters of(Server server) throws IOException {
        JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(agentOf(server.pid())));
        return new Meters(
                server,
                connector,
                ManagementFactory.newPlatformMXBeanProxy(
                        connector.getMBeanServerConnection(),
                        ManagementFactory.THREAD_MXBEAN_NAME,
                        ThreadMXBean.class));
    }

    private static String agentOf(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("cannot attach to the server", e);
        }
    }

    @Override
    public Usage read() throws IOException, InterruptedException {
        return new Usage(
                System.nanoTime(),
                ProcessorTime.ofProcess(server.pid()),
                ProcessorTime.ofCompiler(server.pid()),
                ProcessorTime.ofFamily(server.databasePid()),
                allocated(),
                statements());
    }

    /** What is left on the Java heap after a collection, in octets. */
    long heap() throws IOException {
        MemoryMXBean memory = ManagementFactory.newPlatformMXBeanProxy(
                connector.getMBeanServerConnection(), ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Threads of the server. */
    int threads() {
        return threads.getThreadCount();
    }

    /** Threads that have ended are not counted; the event loops, which do the work, stay. */
    private long allocated() {
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private long statements() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.management() + "/q/metrics"))
                .build();
        String metrics =
                http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return metrics.lines()
                .filter(line -> line.startsWith(STATEMENTS))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
