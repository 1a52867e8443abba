package est.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ClientHelloPeekTest {

    private final ClientHelloPeek peek = new ClientHelloPeek();

    /** The first record of a client of the JDK. */
    static byte[] hello(String... protocols) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(protocols);
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), out);
            byte[] hello = new byte[out.flip().remaining()];
            out.get(hello);
            return hello;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same message, as many octets of it to a record as given. */
    static byte[] fragmented(byte[] hello, int octets) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int i = 5; i < hello.length; i += octets) {
            int length = Math.min(octets, hello.length - i);
            records.writeBytes(new byte[] {22, 3, 1, 0, (byte) length});
            records.write(hello, i, length);
        }
        return records.toByteArray();
    }

    private static ByteBuf first(byte[] octets, int number) {
        return Unpooled.wrappedBuffer(octets, 0, number);
    }

    @Test
    void what_a_client_offers_is_read() {
        assertThat(peek.look(Unpooled.wrappedBuffer(hello("TLSv1.2", "TLSv1.3"))))
                .isTrue();

        assertThat(peek.hello().tls13()).isTrue();
        assertThat(peek.hello().extendedMasterSecret()).isTrue();
        assertThat(peek.hello().cipherSuites()).contains(0x1301, 0xC02B, 0xC02F);
        assertThat(peek.hello().signatures()).contains(0x0403, 0x0804);
        assertThat(peek.hello().groups())
                .hasValueSatisfying(groups -> assertThat(groups).contains(23));
    }

    @Test
    void a_client_of_TLS_12_speaks_no_TLS_13() {
        peek.look(Unpooled.wrappedBuffer(hello("TLSv1.2")));

        assertThat(peek.hello().tls13()).isFalse();
        assertThat(peek.hello().signatures()).contains(0x0403);
    }

    @Test
    void EST_POP_05_a_hello_in_single_octets_is_read() {
        byte[] hello = hello("TLSv1.2");
        for (int i = 0; i < hello.length; i++) {
            assertThat(peek.look(first(hello, i))).isFalse();
        }
        assertThat(peek.look(first(hello, hello.length))).isTrue();
        assertThat(peek.hello().extendedMasterSecret()).isTrue();
    }

    @Test
    void EST_POP_05_a_hello_split_over_records_is_read() {
        byte[] records = fragmented(hello("TLSv1.2"), 50);

        assertThat(peek.look(first(records, records.length - 1))).isFalse();
        assertThat(peek.look(Unpooled.wrappedBuffer(records))).isTrue();
        assertThat(peek.hello().extendedMasterSecret()).isTrue();
    }

    @Test
    void what_follows_a_hello_is_not_looked_at() {
        byte[] hello = hello("TLSv1.3");
        byte[] more = Arrays.copyOf(hello, hello.length + 100);

        assertThat(peek.look(Unpooled.wrappedBuffer(more))).isTrue();
        assertThat(peek.hello().tls13()).isTrue();
    }

    @Test
    void T_18_a_hello_that_promises_too_much_is_not_waited_for() {
        assertThat(peek.look(Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0, 4, 1, 0, 0x40, 0})))
                .isTrue();
        assertThat(peek.hello()).isEqualTo(ClientHello.UNREADABLE);
    }

    @Test
    void T_18_records_without_end_are_not_kept() {
        byte[] promise = Arrays.copyOf(new byte[] {22, 3, 1, 64, 0}, ClientHelloPeek.MAX_OCTETS);

        assertThat(peek.look(first(promise, promise.length - 1))).isFalse();
        assertThat(peek.look(Unpooled.wrappedBuffer(promise))).isTrue();
        assertThat(peek.excessive()).isTrue();
    }

    @Test
    void what_is_no_handshake_is_known_by_its_first_record_header() {
        byte[] request = "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(peek.look(first(request, 4))).isFalse();
        assertThat(peek.look(Unpooled.wrappedBuffer(request))).isTrue();
        assertThat(peek.hello()).isEqualTo(ClientHello.UNREADABLE);
        assertThat(peek.excessive()).isFalse();
    }

    @Property(tries = 300)
    void no_octets_break_the_peek(@ForAll byte[] octets) {
        ClientHelloPeek fresh = new ClientHelloPeek();
        ByteBuf all = Unpooled.buffer().writeBytes(new byte[] {22, 3, 1, 0, 64, 1, 0, 0, 60});
        fresh.look(all);
        fresh.look(all.writeBytes(octets));
        assertThat(fresh.look(all.writeBytes(new byte[40_000]))).isTrue();
    }

    @Property(tries = 300)
    void no_message_breaks_the_reading_of_it(@ForAll byte[] octets) {
        ByteBuffer message = ByteBuffer.allocate(39 + octets.length)
                .put((byte) 1)
                .position(39)
                .put(octets)
                .flip();
        assertThat(ClientHello.parse(message)).isNotNull();
    }
}
