package est.faults;

import est.benchmark.Answer;
import est.benchmark.Connection;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Requests that end early, and requests that come close upon each other. */
final class Fragments {

    /** So little in each TLS record, so that a cut request has arrived but for its end. */
    private static final int RECORD = 10;

    private static final int PIPELINED = 8;

    private Fragments() {}

    /** F-43: the connection is reset at every tenth octet of a request, or fewer of them. */
    static int resets(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        List<Request> cut = new ArrayList<>();
        int resets = 0;
        boolean whole = false;
        // in TLS every ten octets are 32; a request of five hundred is some 1,600
        long step = Math.max(10, 1_600 / times / 10 * 10);
        for (long octets = 0; !whole; octets += step) {
            Request request = site.requests().ofDevice();
            whole = arrives(request, site.replica(resets), octets, site);
            if (!whole) {
                cut.add(request);
                resets++;
            }
        }
        findings.require(acted(site, cut) == 0, "F-43: a part of a request acted");
        for (Request request : cut.subList(0, Math.min(5, cut.size()))) {
            new Witness(site, findings).grantedAtOnce(request, site.replica(resets), "after a reset");
        }
        return resets;
    }

    private static boolean arrives(Request request, Replica replica, long octets, Site site) throws IOException {
        try (DoorLine line = DoorLine.to(replica.port());
                Connection connection = request.connect(line.port())) {
            connection.askForAttributes();
            line.set(DoorLine.Way.REQUEST, octets, Trap.cutting());
            try {
                byte[] all = request.octets(connection);
                for (int from = 0; from < all.length; from += RECORD) {
                    connection.send(Arrays.copyOfRange(all, from, Math.min(all.length, from + RECORD)));
                }
                return request.receive(connection, site.receipts()).status() == 200;
            } catch (IOException reset) {
                return false;
            }
        }
    }

    /** How many enrollments there are for the keys of these requests. */
    private static int acted(Site site, List<Request> requests) throws SQLException {
        String[] keys = requests.stream()
                .map(request -> HexFormat.of().formatHex(request.publicKey()))
                .toArray(String[]::new);
        try (var connection = site.database().owner();
                PreparedStatement question = connection.prepareStatement(
                        "select count(*) from est.enrollment e join unnest(?) as key on e.spki_sha256 = sha256(decode(key, 'hex'))")) {
            question.setArray(1, connection.createArrayOf("text", keys));
            try (ResultSet answer = question.executeQuery()) {
                answer.next();
                return answer.getInt(1);
            }
        }
    }

    /** F-44: on several connections at once, each of another device or of several secrets, requests follow without waiting. */
    static int pipelines(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        int requests = 0;
        for (int i = 0; i < times; i++) {
            site.heal();
            List<Future<Integer>> clients = new ArrayList<>();
            for (int client = 0; client < 6; client++) {
                List<Request> pipeline = client % 2 == 0
                        ? site.requests().ofOneDevice(PIPELINED)
                        : site.requests().withSecrets(PIPELINED);
                Replica replica = site.replica(client);
                clients.add(site.clients().submit(() -> pipeline(pipeline, replica, site, findings)));
            }
            for (Future<Integer> client : clients) {
                requests += answered(client);
            }
        }
        return requests;
    }

    private static int answered(Future<Integer> client) throws IOException, InterruptedException {
        try {
            return client.get();
        } catch (ExecutionException e) {
            throw new IOException("a pipeline broke", e);
        }
    }

    /** All in one write, so that the server has the next while it works on the first; the answers come in their order. */
    private static int pipeline(List<Request> pipeline, Replica replica, Site site, Findings findings)
            throws IOException {
        try (Connection connection = pipeline.get(0).connect(replica.port())) {
            byte[] all = {};
            for (Request request : pipeline) {
                byte[] octets = request.octets(connection);
                all = Arrays.copyOf(all, all.length + octets.length);
                System.arraycopy(octets, 0, all, all.length - octets.length, octets.length);
            }
            connection.send(all);
            for (Request request : pipeline) {
                Answer answer = request.receive(connection, site.receipts());
                // a busy server may ask for patience; whose certificate is whose, the record tells
                findings.require(
                        answer.status() == 200 || answer.status() == 503,
                        "F-44: " + request + " in a pipeline was answered " + answer.status());
                if (answer.status() != 200) {
                    site.leave(request);
                }
            }
            return pipeline.size();
        }
    }
}
