package est.benchmark;

import est.ca.vault.LoopbackVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The loopback Vault of the tests in a process of its own, so that its work is not counted as ours. */
final class VaultProcess implements AutoCloseable {

    private final ChildProcess process;

    private VaultProcess(ChildProcess process) {
        this.process = process;
    }

    /** Starts it with the class path of this one. */
    static VaultProcess start() throws IOException {
        return new VaultProcess(ChildProcess.start(System.getProperty("java.class.path"), VaultProcess.class));
    }

    /** Serves until the benchmark ends. */
    public static void main(String[] arguments) throws IOException {
        LoopbackVault vault = LoopbackVault.start();
        Properties told = new Properties();
        told.setProperty("address", vault.address().toString());
        told.setProperty("secretId", vault.secretId());
        told.setProperty("trust", vault.tls().caPem());
        ChildProcess.serve(told);
    }

    String address() {
        return process.told("address");
    }

    String secretId() {
        return process.told("secretId");
    }

    byte[] trust() {
        return process.told("trust").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        process.close();
    }
}
