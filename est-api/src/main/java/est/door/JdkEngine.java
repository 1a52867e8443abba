package est.door;

import est.proof.ChannelBinding;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The JDK's own engine: no binding for TLS 1.2, the exporter only where the JDK offers it (25 and newer). */
final class JdkEngine extends TlsEngine {

    private static final @Nullable MethodHandle EXPORT = findExport();

    JdkEngine() {
        // T-22. Read once by the JDK, at its first server handshake; there is no other switch.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private static @Nullable MethodHandle findExport() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            ExtendedSSLSession.class,
                            "exportKeyingMaterialData",
                            MethodType.methodType(byte[].class, String.class, byte[].class, int.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public boolean gives(ChannelBinding.Kind kind) {
        return kind == ChannelBinding.Kind.TLS_EXPORTER && EXPORT != null;
    }

    @Override
    public boolean verifies(String keys) {
        return true;
    }

    @Override
    int descriptors() {
        return 0;
    }

    @Override
    PrivateKey own(PrivateKey key) {
        return key;
    }

    @Override
    SSLContext newContext() throws GeneralSecurityException {
        return SSLContext.getInstance("TLS");
    }

    @Override
    Optional<byte[]> tlsUnique(SSLEngine engine) {
        return Optional.empty();
    }

    @Override
    Optional<byte[]> tlsExporter(SSLEngine engine) {
        if (EXPORT == null || !(engine.getSession() instanceof ExtendedSSLSession session)) {
            return Optional.empty();
        }
        try {
            return Optional.of((byte[]) EXPORT.invoke(session, "EXPORTER-Channel-Binding", new byte[0], 32));
        } catch (Throwable e) {
            // MethodHandle.invoke declares Throwable; an engine that cannot export gives no binding
            return Optional.empty();
        }
    }
}
