package est.faults;

import est.faults.PostgresMessages.Message;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a server and PostgreSQL and reads what they say far enough to know which statement does what: it can stop a
 * step before it reaches the database, or when its commit is acknowledged and the server does not know it yet. Thread-safe.
 */
final class DatabaseRelay implements AutoCloseable {

    /** When a step is stopped. */
    enum Moment {
        /** The database has not got it. */
        BEFORE,
        /** The database has committed it; the server has no answer. */
        AFTER
    }

    private record Watch(Step step, Moment moment, AtomicInteger before, Trap trap) {

        boolean concerns(Step other, Moment then) {
            return step == other && moment == then && before.getAndDecrement() <= 0;
        }
    }

    private final ServerSocket listener;
    private final int database;
    private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Watch> watch = new AtomicReference<>();

    /** A relay to a database on that port of this machine. */
    DatabaseRelay(int database) throws IOException {
        this.database = database;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "database-relay");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The next statement that does this step runs into the trap. */
    void set(Step step, Moment moment, Trap trap) {
        set(step, moment, 0, trap);
    }

    /** So many statements that do this step pass, and the next one runs into the trap. */
    void set(Step step, Moment moment, int before, Trap trap) {
        watch.set(new Watch(step, moment, new AtomicInteger(before), trap));
    }

    /** Nothing is watched for any more. */
    void forget() {
        watch.set(null);
    }

    /** Resets all connections; new ones are relayed. */
    void cut() {
        open.forEach(Conversation::cut);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket server = listener.accept();
                Line line = new Line(Conversation.of(server, database));
                open.add(line.conversation);
                line.begin();
            } catch (IOException absent) {
                // the database is away, or this relay is closed: the server sees a closed connection
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    /** Whether the conversation goes on at this point. */
    private boolean passes(Step step, Moment moment) {
        Watch set = watch.get();
        if (set == null || !set.concerns(step, moment) || !watch.compareAndSet(set, null)) {
            return true;
        }
        return set.trap().passed();
    }

    /** One connection. */
    private final class Line {
        private final Conversation conversation;
        private final Map<String, Step> prepared = new ConcurrentHashMap<>();
        private final Queue<List<Step>> running = new ConcurrentLinkedQueue<>();
        private List<Step> batch = new ArrayList<>();
        private Step bound = Step.OTHER;

        Line(Conversation conversation) {
            this.conversation = conversation;
        }

        void begin() {
            conversation.inBackground("database-relay-to", () -> {
                try {
                    toDatabase();
                } finally {
                    open.remove(conversation);
                }
            });
        }

        private void toDatabase() throws IOException {
            InputStream in = new BufferedInputStream(conversation.caller().getInputStream(), 1 << 16);
            OutputStream out = conversation.called().getOutputStream();
            PostgresMessages messages = new PostgresMessages(in);
            Message first = messages.untyped();
            while (first.asksForEncryption()) {
                out.write(first.octets());
                relayItsAnswer();
                first = messages.untyped();
            }
            out.write(first.octets());
            // not before: until then the database's answers are no messages
            conversation.inBackground("database-relay-from", this::fromDatabase);
            for (Optional<Message> next = messages.next(); next.isPresent(); next = messages.next()) {
                if (!goesOn(next.get())) {
                    return;
                }
                out.write(next.get().octets());
            }
        }

        private void relayItsAnswer() throws IOException {
            Message answer = new PostgresMessages(conversation.called().getInputStream()).single();
            conversation.caller().getOutputStream().write(answer.octets());
        }

        /** Follows which statement is run; the steps between two Sync messages are answered together. */
        private boolean goesOn(Message message) {
            switch (message.type()) {
                case 'P' ->
                    prepared.put(
                            message.text(0),
                            Step.of(message.text(message.text(0).length() + 1)));
                case 'B' ->
                    bound = prepared.getOrDefault(message.text(message.text(0).length() + 1), Step.OTHER);
                case 'E' -> {
                    batch.add(bound);
                    return passes(bound, Moment.BEFORE);
                }
                case 'S', 'Q' -> {
                    running.add(batch);
                    batch = new ArrayList<>();
                }
                default -> {
                    // says nothing about steps
                }
            }
            return true;
        }

        private void fromDatabase() throws IOException {
            InputStream in = new BufferedInputStream(conversation.called().getInputStream(), 1 << 16);
            OutputStream out = conversation.caller().getOutputStream();
            PostgresMessages messages = new PostgresMessages(in);
            List<Message> answer = new ArrayList<>();
            while (true) {
                Optional<Message> next = messages.next();
                if (next.isEmpty()) {
                    return;
                }
                answer.add(next.get());
                if (isKept(next.get())) {
                    continue;
                }
                if (next.get().type() == 'Z' && !mayBeTold(answer)) {
                    return;
                }
                for (Message message : answer) {
                    out.write(message.octets());
                }
                answer.clear();
            }
        }

        /** An answer to a step is kept until ReadyForQuery, since only then it is committed. */
        private boolean isKept(Message message) {
            List<Step> steps = running.peek();
            return message.type() != 'Z' && steps != null && steps.stream().anyMatch(step -> step != Step.OTHER);
        }

        private boolean mayBeTold(List<Message> answer) {
            List<Step> steps = running.poll();
            boolean failed = answer.stream().anyMatch(message -> message.type() == 'E');
            if (steps == null || failed) {
                return true;
            }
            return steps.stream().allMatch(step -> passes(step, Moment.AFTER));
        }
    }
}
