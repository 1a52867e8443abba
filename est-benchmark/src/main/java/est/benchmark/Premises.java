package est.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.List;
import org.conscrypt.Conscrypt;

/**
 * What a server that is measured needs, and who comes to it; gone when closed.
 *
 * @param directory temporary, for data and logs
 * @param anchor PEM file of the devices' manufacturer, in it
 * @param devices identities
 */
record Premises(Path directory, Path anchor, List<Device> devices) implements AutoCloseable {

    /** Makes a manufacturer and as many devices of it. */
    static Premises with(int devices) throws IOException, GeneralSecurityException {
        Provider provider = Conscrypt.newProviderBuilder().build();
        Manufacturer manufacturer = new Manufacturer(provider);
        List<Device> made = manufacturer.devices(devices);
        Path directory = Files.createTempDirectory("est-benchmark.");
        Path anchor = directory.resolve("manufacturer.pem");
        manufacturer.writeAnchor(anchor);
        return new Premises(directory, anchor, made);
    }

    @Override
    public void close() throws IOException {
        Benchmark.delete(directory);
    }
}
