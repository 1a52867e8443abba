package est.door;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/** The server of one event loop. Vert.x shares the port between all of them. */
final class EventLoopServer extends AbstractVerticle {

    private static final Logger LOG = Logger.getLogger(EventLoopServer.class);
    private static final int BACKLOG = 1024;

    private final DoorSettings settings;
    private final Door.ServerIdentity identity;
    private final TlsInForce inForce;
    private final TlsEngine tls;
    private final Traffic traffic;
    private final Refusals refusals;
    private final References references;
    private final EstHandler handler;
    private final IntConsumer listensOn;

    EventLoopServer(
            DoorSettings settings,
            Door.ServerIdentity identity,
            TlsInForce inForce,
            TlsEngine tls,
            Traffic traffic,
            Refusals refusals,
            References references,
            EstHandler handler,
            IntConsumer listensOn) {
        this.settings = settings;
        this.identity = identity;
        this.inForce = inForce;
        this.tls = tls;
        this.traffic = traffic;
        this.refusals = refusals;
        this.references = references;
        this.handler = handler;
        this.listensOn = listensOn;
    }

    @Override
    public void start(Promise<Void> started) {
        // a negative port is a free one, shared by the instances of this deployment
        int port = settings.port() == 0 ? -1 : settings.port();
        vertx.createHttpServer(options())
                .connectionHandler(this::guard)
                .requestHandler(this::exchange)
                .exceptionHandler(failure -> LOG.debugf("connection failed: %s", failure.toString()))
                .listen(port, settings.host())
                .onSuccess(server -> listensOn.accept(server.actualPort()))
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(false)
                .setHttp2ClearTextEnabled(false)
                .setClientAuth(ClientAuth.REQUEST)
                .setSslEngineOptions(new DoorTls(inForce, traffic))
                .setKeyCertOptions(identity.keys())
                .setSslHandshakeTimeout(settings.handshakeTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setRegisterWebSocketWriteHandlers(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setAcceptBacklog(BACKLOG)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        new LinkedHashSet<>(identity.cipherSuites()).forEach(options::addEnabledCipherSuite);
        return options;
    }

    private void guard(HttpConnection connection) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        int headerBytes = Math.toIntExact(settings.headerBytes().asLongValue());
        pipeline.replace("httpDecoder", "httpDecoder", new RequestDecoder(headerBytes));
        pipeline.addBefore("handler", "intake", new Intake(settings, refusals, traffic));
    }

    private void exchange(HttpServerRequest request) {
        TlsConnection connection = new TlsConnection(tls, ((ConnectionBase) request.connection()).channel());
        Exchange.begin(request, vertx, refusals, references.next(), settings.requestDeadline(), handler, connection);
    }
}
