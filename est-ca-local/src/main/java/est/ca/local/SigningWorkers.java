package est.ca.local;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that make RSA signatures, which cost milliseconds. */
final class SigningWorkers {

    /** How many requests may wait: about a second of work for one core at RSA 3072. */
    static final int QUEUE = 256;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private SigningWorkers() {}

    /** As many threads as processors, started on demand, idle ones ending; a full queue rejects. */
    static ExecutorService open(String authority) {
        int threads = Runtime.getRuntime().availableProcessors();
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                task -> {
                    Thread thread = new Thread(task, "est-ca-" + authority + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.AbortPolicy());
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }
}
