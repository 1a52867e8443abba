package est.record;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** A session of its own for each call: none is ever found in, or left in, the caller's context. Thread-safe. */
@ApplicationScoped
class Sessions {
    private final Mutiny.SessionFactory factory;
    private final DatabaseCalls calls;

    Sessions(Mutiny.SessionFactory factory, DatabaseCalls calls) {
        this.factory = factory;
        this.calls = calls;
    }

    /** Reads, or writes one statement that commits by itself. */
    <T> Uni<T> call(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return calls.run(() -> factory.openStatelessSession()
                .chain(session ->
                        Uni.createFrom().deferred(() -> work.apply(session)).eventually(session::close)));
    }

    /** Writes in one transaction. */
    <T> Uni<T> transact(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return call(session -> session.withTransaction(transaction -> work.apply(session)));
    }
}
