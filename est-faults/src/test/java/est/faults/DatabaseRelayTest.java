package est.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class DatabaseRelayTest {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int REQUEST_LENGTH = 8;
    private static final int SSL_REQUEST = 80877103;

    @Test
    void a_wish_for_encryption_is_answered_however_long_it_took_to_come() throws Exception {
        try (ServerSocket database = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatabaseRelay relay = new DatabaseRelay(database.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), relay.port());
                Socket accepted = database.accept()) {
            client.setSoTimeout(PATIENCE_MILLIS);
            awaitReader(accepted);
            DataOutputStream wish = new DataOutputStream(client.getOutputStream());
            wish.writeInt(REQUEST_LENGTH);
            wish.writeInt(SSL_REQUEST);
            new DataInputStream(accepted.getInputStream()).readFully(new byte[REQUEST_LENGTH]);
            accepted.getOutputStream().write('N');
            assertThat(client.getInputStream().read()).isEqualTo('N');
        }
    }

    /** The relay's threads are there now; one that reads from the database would be in its read. */
    private static void awaitReader(Socket accepted) throws IOException, InterruptedException {
        assertThat(accepted.isConnected()).isTrue();
        Patience.await("the relay", () -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("database-relay"))
                .allMatch(DatabaseRelayTest::waits));
    }

    private static boolean waits(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0 && stack[0].isNativeMethod();
    }
}
