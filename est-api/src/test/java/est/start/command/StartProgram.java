package est.start.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A program {@code start} for the shells of tests. What it is called with is done by the operators' commands in this process, against
 * the database of the server under test, as {@code ./start} does it in a process of its own.
 */
@ApplicationScoped
public class StartProgram {
    private final OperatorCommands commands;

    StartProgram(OperatorCommands commands) {
        this.commands = commands;
    }

    /** Until it is closed there is the program in that directory. */
    public Open in(Path directory) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::execute);
        server.start();
        Path program = directory.resolve("start");
        Files.writeString(program, """
                #!/bin/sh
                exec curl -sS --fail-with-body --data-binary "$*" http://127.0.0.1:%d/
                """.formatted(server.getAddress().getPort()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return () -> server.stop(0);
    }

    private void execute(HttpExchange exchange) throws IOException {
        String line = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        int code = commands.commandLine()
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(complained, true))
                .execute(line.split(" "));
        String answer = code == 0 ? printed.toString() : complained.toString();
        byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code == 0 ? 200 : 500, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    /** The program while it is there. */
    public interface Open extends AutoCloseable {
        @Override
        void close();
    }
}
