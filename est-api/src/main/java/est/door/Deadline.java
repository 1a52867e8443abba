package est.door;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One timer of a connection. Setting it anew forgets the former deadline. Used on the event loop only. */
final class Deadline {

    private final EventExecutor eventLoop;
    private @Nullable Future<?> timer;

    Deadline(EventExecutor eventLoop) {
        this.eventLoop = eventLoop;
    }

    void in(Duration delay, Runnable action) {
        lift();
        timer = eventLoop.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void lift() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
