package est.start.command;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/** A DNS server that verifies the signature of each message over TCP, remembers what it took, and answers as told. */
final class LoopbackNameServer implements AutoCloseable {

    /** What it answers to a message whose signature is right. */
    @FunctionalInterface
    interface Manner {
        /** The octets to send back, or none for silence. */
        Optional<byte[]> answer(Message update);
    }

    private final ServerSocket listener;
    private final TSIG key;
    private final Manner manner;
    private final List<Message> taken = new CopyOnWriteArrayList<>();

    private LoopbackNameServer(ServerSocket listener, TSIG key, Manner manner) {
        this.listener = listener;
        this.key = key;
        this.manner = manner;
    }

    /** One that says yes, and signs it. */
    static LoopbackNameServer agreeing(TSIG key) throws IOException {
        return answering(key, update -> Optional.of(signed(key, update, Rcode.NOERROR)));
    }

    static LoopbackNameServer answering(TSIG key, Manner manner) throws IOException {
        ServerSocket listener = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        LoopbackNameServer server = new LoopbackNameServer(listener, key, manner);
        Thread thread = new Thread(server::serve, "name server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** An answer with its question, signed over the request's own signature. */
    static byte[] signed(TSIG key, Message update, int code) {
        Message answer = answer(update, code);
        key.apply(answer, update.getTSIG());
        return answer.toWire();
    }

    static byte[] unsigned(Message update, int code) {
        return answer(update, code).toWire();
    }

    /** RFC 2136 §3.8 lets a server leave every section of its answer empty. */
    static byte[] empty(TSIG key, Message update) {
        Message answer = new Message(update.getHeader().getID());
        header(answer.getHeader(), update, Rcode.NOERROR);
        key.apply(answer, update.getTSIG());
        return answer.toWire();
    }

    private static Message answer(Message update, int code) {
        Message answer = new Message(update.getHeader().getID());
        header(answer.getHeader(), update, code);
        answer.addRecord(update.getQuestion(), Section.ZONE);
        return answer;
    }

    private static void header(Header header, Message update, int code) {
        header.setFlag(Flags.QR);
        header.setOpcode(update.getHeader().getOpcode());
        header.setRcode(code);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** The messages whose signature was right. */
    List<Message> taken() {
        return taken;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] octets = in.readNBytes(in.readUnsignedShort());
                Optional<byte[]> answer = answer(octets);
                if (answer.isPresent()) {
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeShort(answer.get().length);
                    out.write(answer.get());
                    out.flush();
                }
                // until the client leaves
                in.read();
            } catch (IOException gone) {
                // the client, or this server
            }
        }
    }

    private Optional<byte[]> answer(byte[] octets) throws IOException {
        Message update = new Message(octets);
        int error = key.verify(update, octets, null);
        if (error != Rcode.NOERROR) {
            return Optional.of(notAuthentic(update, error));
        }
        taken.add(update);
        return manner.answer(update);
    }

    /** RFC 8945 §5.2: NOTAUTH, and what is wrong in a signature record without a signature. */
    private static byte[] notAuthentic(Message update, int error) {
        Message answer = answer(update, Rcode.NOTAUTH);
        TSIGRecord theirs = update.getTSIG();
        answer.addRecord(
                new TSIGRecord(
                        theirs.getName(),
                        theirs.getDClass(),
                        0,
                        theirs.getAlgorithm(),
                        theirs.getTimeSigned(),
                        theirs.getFudge(),
                        new byte[0],
                        update.getHeader().getID(),
                        error,
                        new byte[0]),
                Section.ADDITIONAL);
        return answer.toWire();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
