package est;

import est.device.Pem;

/** The registration authority of the label {@code ward}, as a gateway's files hold it. */
public final class TrustedGateway {

    private TrustedGateway() {}

    /** In PEM. */
    public static String certificate() {
        return Pem.of(TrustUnderTest.current().gate);
    }

    /** In PEM. */
    public static String key() {
        return Pem.of(TrustUnderTest.KEYS.getPrivate());
    }
}
