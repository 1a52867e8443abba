package est.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.operator.OperatorException;

/**
 * Devices that do not exist, and their manufacturer. They come to the door as real ones do, many at once and in the manners of
 * different clients: what Java takes for certain because it never saw anything else it has to give up when the first real device
 * comes, and is slow again. Their keys live as long as this object.
 */
final class Fleet {

    private static final int DEVICES = 16;
    private static final char[] IN_MEMORY_ONLY = new char[0];

    private final List<FleetDevice> devices;

    private Fleet(List<FleetDevice> devices) {
        this.devices = devices;
    }

    /**
     * Makes it.
     *
     * @param anchor file for its manufacturer's certificate, PEM; a label that trusts it lets the devices enroll
     * @param server what the server's certificate chains to
     */
    static Fleet make(Path anchor, X509Certificate server) throws IOException {
        Authorship authorship = new Authorship(Clock.systemUTC());
        try {
            KeyPair keys = authorship.newKey();
            X509Certificate manufacturer = authorship.manufacturer(keys);
            PemFiles.writeCertificates(anchor, List.of(manufacturer));
            TrustManagerFactory trust = trustIn(server);
            List<FleetDevice> devices = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                devices.add(device("device-" + i, authorship, manufacturer, keys.getPrivate(), trust));
            }
            return new Fleet(devices);
        } catch (GeneralSecurityException | OperatorException e) {
            throw new IllegalStateException(e); // every JDK has P-256, and nothing here comes from outside
        }
    }

    private static FleetDevice device(
            String name,
            Authorship authorship,
            X509Certificate manufacturer,
            PrivateKey manufacturerKey,
            TrustManagerFactory trust)
            throws IOException, GeneralSecurityException, OperatorException {
        KeyPair own = authorship.newKey();
        X509Certificate certificate = authorship.device(own.getPublic(), name, manufacturer, manufacturerKey);
        KeyStore store = emptyStore();
        store.setKeyEntry(name, own.getPrivate(), IN_MEMORY_ONLY, new X509Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, IN_MEMORY_ONLY);
        return new FleetDevice(name, authorship, keys.getKeyManagers(), trust.getTrustManagers());
    }

    private static TrustManagerFactory trustIn(X509Certificate server) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("server", server);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        return trust;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY_ONLY);
        return store;
    }

    /**
     * Has all devices enroll at once, again and again.
     *
     * @param port of the door, on this machine
     * @throws CannotStart if one of them gets no answer, or none of them a certificate
     */
    void enroll(int port, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        BooleanSupplier goOn = () -> System.nanoTime() < end;
        ExecutorService workers = Executors.newFixedThreadPool(devices.size());
        try {
            List<CompletableFuture<Integer>> all = devices.stream()
                    .map(device -> CompletableFuture.supplyAsync(() -> enroll(device, port, goOn), workers))
                    .toList();
            if (all.stream().mapToInt(CompletableFuture::join).sum() == 0) {
                throw new CannotStart("no made-up device was given a certificate");
            }
        } catch (CompletionException e) {
            throw new CannotStart("the made-up devices get no answer", e);
        } finally {
            workers.shutdownNow();
        }
    }

    private static int enroll(FleetDevice device, int port, BooleanSupplier goOn) {
        try {
            int certificates = 0;
            while (goOn.getAsBoolean()) {
                for (Manner manner : Manner.ALL) {
                    certificates += device.visit(port, manner);
                }
            }
            return certificates;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
