package est.door;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A server's engine that is made when there are octets for it: Conscrypt holds file descriptors for each, and clients that
 * connect and say nothing shall not cost them. One that is closed before is never made. Not thread-safe.
 */
final class DeferredEngine extends SSLEngine {

    private static final String[] PROTOCOLS = {"TLSv1.2", "TLSv1.3"};

    private final Supplier<SSLEngine> source;
    private String[] protocols = PROTOCOLS;
    private @Nullable SSLEngine made;
    private boolean closed;

    DeferredEngine(Supplier<SSLEngine> source) {
        this.source = source;
    }

    /** That of the TLS library, once it is made; until then this. */
    SSLEngine known() {
        return made == null ? this : made;
    }

    private SSLEngine engine() {
        SSLEngine engine = made;
        if (engine == null) {
            engine = source.get();
            engine.setEnabledProtocols(protocols);
            made = engine;
        }
        return engine;
    }

    private boolean closedUnmade() {
        return closed && made == null;
    }

    private static SSLEngineResult nothing() {
        return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NEED_UNWRAP, 0, 0);
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer source, ByteBuffer target) throws SSLException {
        return closedUnmade() ? nothing() : engine().wrap(source, target);
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        return closedUnmade() ? nothing() : engine().wrap(sources, offset, length, target);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer target) throws SSLException {
        return closedUnmade() ? nothing() : engine().unwrap(source, target);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        return closedUnmade() ? nothing() : engine().unwrap(source, targets, offset, length);
    }

    @Override
    public void closeOutbound() {
        closed = true;
        if (made != null) {
            made.closeOutbound();
        }
    }

    @Override
    public void closeInbound() throws SSLException {
        closed = true;
        if (made != null) {
            made.closeInbound();
        }
    }

    @Override
    public boolean isOutboundDone() {
        return made == null ? closed : made.isOutboundDone();
    }

    @Override
    public boolean isInboundDone() {
        return made == null ? closed : made.isInboundDone();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return made == null ? HandshakeStatus.NOT_HANDSHAKING : made.getHandshakeStatus();
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return made == null ? null : made.getDelegatedTask();
    }

    @Override
    public boolean getUseClientMode() {
        return false;
    }

    @Override
    public void setUseClientMode(boolean mode) {
        if (mode) {
            throw new IllegalArgumentException("this engine is for servers");
        }
    }

    @Override
    public SSLSession getSession() {
        return engine().getSession();
    }

    @Override
    public SSLSession getHandshakeSession() {
        return engine().getHandshakeSession();
    }

    @Override
    public void beginHandshake() throws SSLException {
        engine().beginHandshake();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine().getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine().getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        engine().setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return PROTOCOLS.clone();
    }

    @Override
    public String[] getEnabledProtocols() {
        return protocols.clone();
    }

    /** Vert.x does this as soon as a connection is accepted. */
    @Override
    public void setEnabledProtocols(String[] enabled) {
        protocols = enabled.clone();
        if (made != null) {
            made.setEnabledProtocols(enabled);
        }
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine().getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        engine().setSSLParameters(parameters);
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine().getNeedClientAuth();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine().setNeedClientAuth(need);
    }

    @Override
    public boolean getWantClientAuth() {
        return engine().getWantClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        engine().setWantClientAuth(want);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine().getEnableSessionCreation();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        engine().setEnableSessionCreation(flag);
    }
}
