package est.interop;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.device.TestAuthority;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.KeyPair;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client as BBC's est-client-python for NMOS devices: it posts PEM, and says {@code None:None} when it has no password. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class PythonClientTest {

    private static final String CLIENT = """
            import base64, http.client, os, ssl, sys

            def post(operation, certificate, key, request, answer):
                context = ssl.create_default_context(cafile=os.environ['ROOT'])
                context.load_cert_chain(certificate, key)
                server = http.client.HTTPSConnection('localhost', int(os.environ['PORT']), context=context)
                server.request('POST', '/.well-known/est/' + operation, open(request).read(), {
                    'Content-Type': 'application/pkcs10',
                    'Content-Transfer-Encoding': 'base64',
                    'Authorization': 'Basic Tm9uZTpOb25l'})
                response = server.getresponse()
                body = response.read()
                assert response.status == 200, (response.status, body)
                assert response.getheader('Content-Transfer-Encoding') == 'base64'
                assert response.getheader('Content-Type') == 'application/pkcs7-mime; smime-type=certs-only'
                open(answer, 'wb').write(base64.b64decode(body))

            post(*sys.argv[1:])
            """;

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "test.root-certificate")
    Path root;

    @TempDir
    Path directory;

    @Test
    void EST_AUTH_03_a_manufacturer_certificate_enrolls_and_renews_whatever_the_authorization_says() throws Exception {
        KeyPair keys = TestAuthority.ecKeys();
        String shown = Shell.in(directory, "python3", "openssl")
                .set("PORT", Integer.toString(port))
                .set("ROOT", root.toString())
                .write("manufacturer.pem", pem(ServerUnderTest.MANUFACTURER.device("CN=python1", keys)))
                .write("manufacturer.key", pem(new JcaPKCS8Generator(keys.getPrivate(), null)))
                .write("client.py", CLIENT)
                .run("""
                        request='openssl req -newkey rsa:2048 -nodes -subj /CN=python1'
                        $request -keyout device.key -out device.csr
                        python3 client.py simpleenroll manufacturer.pem manufacturer.key device.csr device.p7
                        openssl pkcs7 -inform DER -in device.p7 -print_certs -out device.pem
                        $request -keyout renewed.key -out renewed.csr
                        python3 client.py simplereenroll device.pem device.key renewed.csr renewed.p7
                        openssl pkcs7 -inform DER -in renewed.p7 -print_certs
                        """);
        assertThat(shown).contains("subject=CN = python1", "issuer=CN = EST quick start issuing CA");
    }

    private static String pem(Object value) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(value);
        }
        return text.toString();
    }
}
