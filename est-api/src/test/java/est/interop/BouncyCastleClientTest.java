package est.interop;

import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.freshRsa;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ServerUnderTest;
import est.device.Approvals;
import est.device.Credentials;
import est.device.Device;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.est.CACertsResponse;
import org.bouncycastle.est.ESTAuth;
import org.bouncycastle.est.ESTException;
import org.bouncycastle.est.ESTService;
import org.bouncycastle.est.EnrollmentResponse;
import org.bouncycastle.est.jcajce.JcaHttpAuthBuilder;
import org.bouncycastle.est.jcajce.JcaJceUtils;
import org.bouncycastle.est.jcajce.JsseDefaultHostnameAuthorizer;
import org.bouncycastle.est.jcajce.JsseESTServiceBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bouncy Castle's EST client, many Java agents' own: it needs no program, so it is never skipped. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class BouncyCastleClientTest {

    private static final String TLS_12 = "TLSv1.2";
    private static final String TLS_13 = "TLSv1.3";
    private static final char[] NO_PASSWORD = {};

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "test.root-certificate")
    Path root;

    @Inject
    Credentials credentials;

    @Inject
    Approvals approvals;

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void EST_CA_03_cacerts_holds_the_explicit_anchor_and_the_issuing_ca(String tls) throws Exception {
        CACertsResponse answer = client(tls).getCACerts();
        assertThat(answer.isTrusted()).isTrue();
        assertThat(answer.getCertificateStore().getMatches(null))
                .extracting(X509CertificateHolder::getEncoded)
                .hasSize(2)
                .contains(anchor().getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void EST_AUTH_09_simpleenroll_with_a_secret_and_an_empty_user_name(String tls) throws Exception {
        CertificationRequests request = ec("CN=castle1");
        EnrollmentResponse answer = client(tls).simpleEnroll(false, pkcs10(request), secret());
        assertThat(only(answer).getPublicKey()).isEqualTo(request.keyPair().getPublic());
        assertThat(only(answer).getSubjectX500Principal().getName()).isEqualTo("CN=castle1");
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void EST_AUTH_05_simpleenroll_answers_the_challenge_with_user_and_password(String tls) throws Exception {
        String user = "castle-" + tls;
        credentials.user(user, "correct horse");
        ESTAuth authorization = new JcaHttpAuthBuilder(user, "correct horse".toCharArray()).build();
        EnrollmentResponse answer = client(tls).simpleEnroll(false, pkcs10(freshRsa("CN=castle2")), authorization);
        assertThat(only(answer).getSubjectX500Principal().getName()).isEqualTo("CN=castle2");
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void EST_REN_05_simplereenroll_with_the_certificate_just_obtained(String tls) throws Exception {
        CertificationRequests request = ec("CN=castle3").withDnsName("castle3");
        X509Certificate first = only(client(tls).simpleEnroll(false, pkcs10(request), secret()));
        CertificationRequests next = ec("CN=castle3").withDnsName("castle3");
        ESTService renewing = client(tls, keys(request.keyPair().getPrivate(), first));
        X509Certificate second = only(renewing.simpleEnroll(true, pkcs10(next), null));
        assertThat(second.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
        assertThat(second.getPublicKey()).isEqualTo(next.keyPair().getPublic());
        assertThat(List.copyOf(second.getSubjectAlternativeNames()))
                .isEqualTo(List.copyOf(first.getSubjectAlternativeNames()));
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void EST_ERR_08_a_wrong_password_is_reported_as_401(String tls) throws Exception {
        ESTAuth wrong = new JcaHttpAuthBuilder("nobody", "wrong".toCharArray()).build();
        assertThatThrownBy(() -> client(tls).simpleEnroll(false, pkcs10(ec("CN=castle4")), wrong))
                .isInstanceOfSatisfying(ESTException.class, refused -> assertThat(refused.getStatusCode())
                        .isEqualTo(401));
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void EST_ERR_04_the_reason_of_a_refusal_reaches_the_client(String tls) throws Exception {
        ESTAuth secret = secretFor("castle5");
        assertThatThrownBy(() -> client(tls).simpleEnroll(false, pkcs10(ec("CN=somebody-else")), secret))
                .isInstanceOfSatisfying(ESTException.class, refused -> {
                    assertThat(refused.getStatusCode()).isEqualTo(403);
                    assertThat(refused.getBody()).asString(UTF_8).contains("(reference ");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void EST_ATT_02_no_wishes_is_an_answer_without_attributes(String tls) throws Exception {
        assertThat(client(tls).getCSRAttributes().hasAttributesResponse()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_12, TLS_13})
    void EST_PEND_01_a_waiting_request_is_asked_again(String tls) throws Exception {
        CertificationRequests request = ec("CN=castle6");
        ESTAuth secret = secret();
        JsseESTServiceBuilder builder = builder(tls);
        builder.withLabel("waiting");
        ESTService waiting = builder.build();
        EnrollmentResponse first = waiting.simpleEnroll(false, pkcs10(request), secret);
        assertThat(first.isCompleted()).isFalse();
        assertThat(first.getNotBefore()).isGreaterThan(System.currentTimeMillis());

        approvals.approve(request);

        EnrollmentResponse answer = waiting.simpleEnroll(first);
        assertThat(only(answer).getPublicKey()).isEqualTo(request.keyPair().getPublic());
    }

    private ESTService client(String tls, KeyManager... keys) throws GeneralSecurityException, IOException {
        return builder(tls, keys).build();
    }

    private JsseESTServiceBuilder builder(String tls, KeyManager... keys) throws GeneralSecurityException, IOException {
        JsseDefaultHostnameAuthorizer names = new JsseDefaultHostnameAuthorizer(Set.of());
        return new JsseESTServiceBuilder("localhost:" + port, onlyTheAnchor())
                .withHostNameAuthorizer((name, session) -> {
                    assertThat(session.getProtocol()).isEqualTo(tls);
                    requireServerUsage(session);
                    return names.verified(name, session);
                })
                .withTLSVersion(tls)
                .withKeyManagers(keys);
    }

    /** The JDK's, since Bouncy Castle's own would need its provider in the whole process, the server included. */
    private X509TrustManager onlyTheAnchor() throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("anchor", anchor());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static void requireServerUsage(SSLSession session) throws IOException {
        try {
            JcaJceUtils.validateServerCertUsage((X509Certificate) session.getPeerCertificates()[0]);
        } catch (CertificateException unfit) {
            throw new IOException(unfit);
        }
    }

    private static KeyManager[] keys(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry("device", key, NO_PASSWORD, new X509Certificate[] {certificate});
        return JcaJceUtils.createKeyManagerFactory("PKIX", null, store, NO_PASSWORD)
                .getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private X509Certificate anchor() throws GeneralSecurityException, IOException {
        try (var pem = Files.newInputStream(root)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    private ESTAuth secret() throws OperatorCreationException {
        return authorization(credentials.secret());
    }

    private ESTAuth secretFor(String commonName) throws OperatorCreationException {
        return authorization(credentials.secretFor(commonName));
    }

    private static ESTAuth authorization(String secret) throws OperatorCreationException {
        return new JcaHttpAuthBuilder("", secret.toCharArray()).build();
    }

    private static PKCS10CertificationRequest pkcs10(CertificationRequests request) throws IOException {
        return new PKCS10CertificationRequest(request.der());
    }

    private static X509Certificate only(EnrollmentResponse answer) throws IOException {
        List<X509CertificateHolder> found = List.copyOf(answer.getStore().getMatches(null));
        assertThat(found).hasSize(1);
        return Device.certificate(found.get(0).getEncoded());
    }
}
