package est.ca.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.CaException;
import est.ca.IssuanceRequest;
import est.ca.RequestId;
import est.ca.TestCertificates;
import est.ca.TestRequests;
import est.pki.AlternativeName;
import est.pki.CertificateContent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

/** T-12 where the CA copies the request: what differs from the grant is refused before anything is sent. */
class VerbatimModeTest {

    private static final X500Name GRANTED = new X500NameBuilder()
            .addRDN(BCStyle.O, new DERUTF8String("Example"))
            .addRDN(BCStyle.CN, new DERUTF8String("device-1"))
            .build();

    private final VerbatimMode mode = new VerbatimMode();
    private final KeyPair keys = TestRequests.ecKeys();
    private final ExtensionsGenerator extensions = new ExtensionsGenerator();
    private final CertificateContent granted =
            TestRequests.valid().forKey(keys).build().granted();

    /** Asks for the granted name of TestRequests, in UTF8String as OpenSSL writes it. */
    private VerbatimModeTest withName() {
        return with(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, "device-1.example.com")));
    }

    private VerbatimModeTest with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            extensions.addExtension(oid, critical, value);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject said() {
        return said(GRANTED);
    }

    private JsonObject said(X500Name subject) {
        try {
            PKCS10CertificationRequestBuilder builder =
                    new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic());
            if (!extensions.isEmpty()) {
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            byte[] request = builder.build(TestCertificates.signer(keys)).getEncoded();
            return mode.content(new IssuanceRequest(
                    new RequestId(UUID.randomUUID()),
                    "device",
                    request,
                    keys.getPublic(),
                    granted,
                    BigInteger.TEN,
                    Optional.empty()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::said)
                .isInstanceOfSatisfying(
                        CaException.class, failure -> assertThat(failure.kind()).isEqualTo(CaException.Kind.REFUSED))
                .hasMessageContaining(why);
    }

    @Test
    void usages_are_said_where_the_request_has_none() {
        JsonObject said = withName().said();

        assertThat(said.getJsonArray("key_usage")).isEqualTo(new JsonArray().add("DigitalSignature"));
        assertThat(said.getJsonArray("ext_key_usage_oids"))
                .isEqualTo(new JsonArray().add("1.3.6.1.5.5.7.3.1").add("1.3.6.1.5.5.7.3.2"));
    }

    @Test
    void usages_that_the_request_has_as_granted_are_left_to_it() {
        JsonObject said = withName()
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
                }))
                .with(Extension.basicConstraints, true, new BasicConstraints(false))
                .said();

        assertThat(said.getMap()).doesNotContainKeys("key_usage", "ext_key_usage_oids");
    }

    @Test
    void T_12_another_key_usage_is_refused() {
        withName()
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign))
                .assertRefused("key usage");
    }

    @Test
    void T_12_a_key_usage_that_is_not_critical_is_refused() {
        withName()
                .with(Extension.keyUsage, false, new KeyUsage(KeyUsage.digitalSignature))
                .assertRefused("key usage");
    }

    @Test
    void T_12_another_extended_key_usage_is_refused() {
        withName()
                .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning))
                .assertRefused("extended key usage");
    }

    @Test
    void T_12_the_wish_to_be_a_CA_is_refused() {
        withName()
                .with(Extension.basicConstraints, true, new BasicConstraints(true))
                .assertRefused("CA certificate");
    }

    @Test
    void T_12_an_extension_that_is_not_granted_is_refused_by_name() {
        withName()
                .with(new ASN1ObjectIdentifier("1.2.3.4"), false, DERNull.INSTANCE)
                .assertRefused("1.2.3.4");
    }

    /** The check of the answer lets pass what a CA may add: here the client would have written it. */
    @Test
    void T_12_a_clients_own_key_identifier_is_refused() {
        withName()
                .with(Extension.subjectKeyIdentifier, false, new DEROctetString(new byte[20]))
                .assertRefused("2.5.29.14");
    }

    @Test
    void T_12_a_clients_own_authority_access_is_refused() {
        withName().with(Extension.authorityInfoAccess, false, DERNull.INSTANCE).assertRefused("1.3.6.1.5.5.7.1.1");
    }

    @Test
    void a_name_more_is_refused() {
        with(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, "device-1.example.com"),
                    new GeneralName(GeneralName.iPAddress, "192.0.2.1")
                }))
                .assertRefused("alternative names");
    }

    @Test
    void a_name_fewer_is_refused() {
        assertRefused("alternative names");
    }

    @Test
    void a_kind_of_name_that_the_CA_drops_is_refused() {
        with(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.registeredID, "1.2.3.4")))
                .assertRefused("REGISTERED_ID");
    }

    @Test
    void another_subject_is_refused_also_in_another_case() {
        withName();

        assertThatThrownBy(() -> said(new X500Name("CN=Device-1,O=Example"))).hasMessageContaining("subject");
    }

    @Test
    void a_relative_name_with_two_values_is_refused() {
        withName();

        assertThatThrownBy(() -> said(new X500Name("CN=device-1+O=Example"))).hasMessageContaining("several values");
    }

    @Test
    void names_of_any_kind_read_as_they_were_granted() {
        assertThat(GrantedNames.of(TestRequests.valid()
                                .withNames(
                                        AlternativeName.dnsName("a.example"),
                                        AlternativeName.ipAddress(new byte[16]),
                                        AlternativeName.ipAddress(new byte[] {(byte) 192, 0, 2, 1}))
                                .build()
                                .granted())
                        .addresses())
                .containsExactly("0:0:0:0:0:0:0:0", "192.0.2.1");
    }
}
