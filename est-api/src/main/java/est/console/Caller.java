package est.console;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * Who calls the console, as yet unknown. The address is that of the socket: headers of proxies are not believed (T-1).
 *
 * @param authorization the values of Authorization
 * @param address the socket's address
 */
record Caller(List<String> authorization, String address) {

    static Caller of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String address = remote == null ? "unknown" : remote.hostAddress();
        return new Caller(List.copyOf(request.headers().getAll("Authorization")), address);
    }

    /** Without the credentials (I-10). */
    @Override
    public String toString() {
        return "Caller[" + address + "]";
    }
}
