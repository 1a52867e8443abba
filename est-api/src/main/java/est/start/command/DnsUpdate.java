package est.start.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Has a DNS server take records, by an update of RFC 2136 that is signed as RFC 8945 says. Over TCP. Immutable. */
final class DnsUpdate {
    private static final int NO_EDNS = -1;

    private final InetSocketAddress server;
    private final TransactionKey key;
    private final Duration patience;

    /**
     * Updates to one server.
     *
     * @param patience from the first octet sent to the whole answer
     */
    DnsUpdate(InetSocketAddress server, TransactionKey key, Duration patience) {
        this.server = server;
        this.key = key;
        this.patience = patience;
    }

    /**
     * Replaces what this server said of itself before, and leaves what others said: in one message, which the server takes
     * whole or not at all (RFC 2136 §3.4). Doing it again changes nothing. Blocks.
     *
     * @param zone the one that holds the records
     * @throws NotDone with the reason, if the server did not confirm it
     */
    void replace(ServiceRecords records, String zone) {
        try {
            confirm(send(message(records, zone)), zone);
        } catch (IOException unanswered) {
            throw new NotDone(
                    "no answer from " + place() + ": " + reason(unanswered)
                            + "; whether the records are there is not known, and to send them again does no harm",
                    unanswered);
        }
    }

    private static Update message(ServiceRecords records, String zone) throws IOException {
        Update update = new Update(Name.fromString(ServiceRecords.absolute(zone)));
        Name instance = Name.fromString(records.instance());
        update.delete(instance, Type.SRV);
        update.delete(instance, Type.TXT);
        for (ServiceRecords.Line line : records.lines()) {
            update.add(Name.fromString(line.name()), Type.value(line.type()), ServiceRecords.LIFE_SECONDS, line.data());
        }
        return update;
    }

    private Message send(Update update) throws IOException {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTCP(true);
        resolver.setTSIGKey(key.signer());
        resolver.setTimeout(patience);
        resolver.setEDNS(NO_EDNS, 0, 0, List.of());
        return resolver.send(update);
    }

    /** An answer that says yes counts only if the key signed it; one that says no changes nothing, whoever it is from. */
    private void confirm(Message answer, String zone) {
        int code = answer.getRcode();
        if (code != Rcode.NOERROR) {
            throw new NotDone(place() + " refused the update: " + refusal(code, answer.getTSIG(), zone));
        }
        if (!answer.isVerified()) {
            throw new NotDone(place() + " answered without the signature of " + key
                    + ": whether the records are there is not known");
        }
    }

    private String refusal(int code, TSIGRecord signature, String zone) {
        // RFC 8945 §5.2: what is wrong with a signature stands in the signature's own record
        int error = signature == null ? Rcode.NOERROR : signature.getError();
        return switch (error) {
            case Rcode.BADKEY -> "it does not know the " + key + " with this algorithm (BADKEY)";
            case Rcode.BADSIG -> "it has another secret for the " + key + " (BADSIG)";
            case Rcode.BADTIME -> "its clock and ours differ too much (BADTIME)";
            default ->
                switch (code) {
                    case Rcode.REFUSED -> "the " + key + " may not change " + zone + " (REFUSED)";
                    case Rcode.NOTAUTH -> "it is not the primary server of the zone " + zone + " (NOTAUTH)";
                    case Rcode.NOTZONE -> "the records are outside the zone " + zone + " (NOTZONE)";
                    default -> Rcode.string(code);
                };
        };
    }

    private static String reason(IOException unanswered) {
        String message = unanswered.getMessage();
        return message == null ? unanswered.getClass().getSimpleName() : message;
    }

    private String place() {
        return server.getHostString() + ":" + server.getPort();
    }
}
