package est;

import static est.protocol.CertificationRequests.ec;

import est.device.Device;
import est.device.TestAuthority;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Devices that enroll one after the other in the background, each with a connection of its own. */
final class SteadyDevice implements AutoCloseable {

    private static final int AT_MOST = 20_000;

    private final AtomicInteger enrolled = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean ended;

    SteadyDevice(int port, TestAuthority manufacturer) {
        thread = new Thread(() -> enroll(port, manufacturer), "steady-device");
        thread.start();
    }

    private void enroll(int port, TestAuthority manufacturer) {
        for (int i = 0; i < AT_MOST && !ended; i++) {
            KeyPair keys = TestAuthority.ecKeys();
            String name = "CN=steady" + i;
            try {
                int status = Device.at(port)
                        .with(keys.getPrivate(), manufacturer.device(name, keys))
                        .enroll(ec(name).der())
                        .status();
                if (status == 200) {
                    enrolled.incrementAndGet();
                } else {
                    failures.add(name + ": " + status);
                }
            } catch (RuntimeException cut) {
                failures.add(name + ": " + cut);
            }
            pause();
        }
    }

    /** Leaves the processor to the server now and then. */
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the device that is under way finish. */
    void end() {
        ended = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(60));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            failures.add("still waiting for an answer");
        }
    }

    List<String> failures() {
        return failures;
    }

    int enrolled() {
        return enrolled.get();
    }

    @Override
    public void close() {
        end();
    }
}
