package est.door;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows one key of another key manager. For servers only. Immutable, thread-safe. */
final class OneKey extends X509ExtendedKeyManager {

    private final String type;
    private final String alias;
    private final PrivateKey key;
    private final X509Certificate[] chain;

    private OneKey(String type, String alias, PrivateKey key, X509Certificate... chain) {
        this.type = type;
        this.alias = alias;
        this.key = key;
        this.chain = chain;
    }

    /** Of all keys of another manager, the one of that name. */
    static OneKey of(X509ExtendedKeyManager all, String type, String alias) {
        return new OneKey(type, alias, all.getPrivateKey(alias), all.getCertificateChain(alias));
    }

    /** The same in the form that an engine likes best. */
    OneKey in(TlsEngine engine) throws GeneralSecurityException {
        return new OneKey(type, alias, engine.own(key), chain);
    }

    String type() {
        return type;
    }

    PrivateKey key() {
        return key;
    }

    List<X509Certificate> chain() {
        return List.of(chain);
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
        return alias.equals(asked) ? chain.clone() : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String asked) {
        return alias.equals(asked) ? key : null;
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
