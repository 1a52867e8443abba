package est.door;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Of all keys of another key manager, shows one. For servers only. As thread-safe as that other. */
final class OneKey extends X509ExtendedKeyManager {

    private final X509ExtendedKeyManager all;
    private final String type;
    private final String alias;

    OneKey(X509ExtendedKeyManager all, String type, String alias) {
        this.all = all;
        this.type = type;
        this.alias = alias;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return type.equals(keyType) ? alias : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return type.equals(keyType) ? alias : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return type.equals(keyType) ? new String[] {alias} : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String asked) {
        return alias.equals(asked) ? all.getCertificateChain(alias) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String asked) {
        return alias.equals(asked) ? all.getPrivateKey(alias) : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
