package est.policy;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.device.TestAuthority;
import est.identity.ClientIdentity;
import est.identity.NameSpace;
import est.identity.RegistrationAuthority;
import est.protocol.CertificationRequests;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelegatedNamesTest {

    private static final RegistrationAuthority GATE = authority(new NameSpace(
            List.of("sensors.example"),
            List.of("10.1.0.0/16", "2001:db8::/32"),
            Optional.of(Pattern.compile("sensor-[0-9]+")),
            Optional.of(Pattern.compile("[a-z]+@wifi\\.example"))));
    private static final RegistrationAuthority DEVICES_ONLY = authority(
            new NameSpace(List.of(), List.of(), Optional.of(Pattern.compile("sensor-[0-9]+")), Optional.empty()));

    private static RegistrationAuthority authority(NameSpace space) {
        return new RegistrationAuthority("gate", Set.of(), Set.of(), Optional.empty(), space);
    }

    private static ClientIdentity client(RegistrationAuthority authority) {
        return new ClientIdentity(
                ClientIdentity.Kind.REGISTRATION_AUTHORITY,
                "ra:gate",
                Optional.of(PolicyFixture.CA.device("CN=gate.example", TestAuthority.ecKeys())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(authority),
                false);
    }

    private static void granted(CertificationRequests request) {
        assertThatCode(() -> PolicyFixture.judge(client(GATE), request)).doesNotThrowAnyException();
    }

    private static void outside(RegistrationAuthority authority, CertificationRequests request) {
        assertThatThrownBy(() -> PolicyFixture.judge(client(authority), request))
                .isInstanceOfSatisfying(PolicyRefusal.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(PolicyRefusal.Reason.OUTSIDE_NAME_SPACE));
    }

    @Test
    void EST_AUTH_12_names_of_the_name_space_are_granted() {
        granted(ec("CN=sensor-1"));
        granted(ec("CN=sensor-1,serialNumber=sensor-1,O=Acme"));
        granted(ec("CN=a.sensors.example").withDnsName("a.sensors.example").withDnsName("A.B.Sensors.Example"));
        granted(ec("CN=sensors.example"));
        granted(ec("CN=sensor-1").withIpAddress("10.1.255.7").withIpAddress("2001:db8:1::1"));
        granted(ec("CN=alice@wifi.example")
                .withAlternativeName(new GeneralName(GeneralName.rfc822Name, "alice@wifi.example")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=camera-1",
                "CN=sensor-x",
                "CN=xsensor-1",
                "CN=gate.example",
                "CN=evilsensors.example",
                "CN=sensors.example.org",
                "CN=example",
                "CN=sensor-1,serialNumber=camera-1",
                "serialNumber=a.sensors.example",
                "CN=alice@other.example"
            })
    void T_8_a_subject_outside_is_refused(String subject) {
        outside(GATE, ec(subject));
    }

    @Test
    void T_8_every_alternative_name_is_judged_at_each_position() {
        CertificationRequests good = ec("CN=sensor-1").withDnsName("a.sensors.example");
        outside(GATE, good.withDnsName("gate.example"));
        outside(GATE, good.withIpAddress("10.2.0.1"));
        outside(GATE, good.withIpAddress("2001:db9::1"));
        outside(GATE, good.withAlternativeName(new GeneralName(GeneralName.rfc822Name, "bob@other.example")));
        outside(
                GATE,
                good.withAlternativeName(
                        new GeneralName(GeneralName.uniformResourceIdentifier, "https://a.sensors.example/")));
        outside(GATE, ec("CN=sensor-1").withDnsName("gate.example").withDnsName("a.sensors.example"));
    }

    @Test
    void T_8_what_the_name_space_does_not_mention_it_does_not_allow() {
        outside(DEVICES_ONLY, ec("CN=sensor-1").withDnsName("a.sensors.example"));
        outside(DEVICES_ONLY, ec("CN=sensor-1").withIpAddress("10.1.0.1"));
        outside(DEVICES_ONLY, ec("CN=a.sensors.example"));
        outside(
                DEVICES_ONLY,
                ec("CN=sensor-1").withAlternativeName(new GeneralName(GeneralName.rfc822Name, "alice@wifi.example")));
    }

    @Test
    void T_8_the_audit_says_who_asked_for_whom() {
        assertThatThrownBy(() -> PolicyFixture.judge(client(GATE), ec("CN=camera-1")))
                .isInstanceOfSatisfying(PolicyRefusal.class, refusal -> assertThat(refusal.audited())
                        .isEqualTo("OUTSIDE_NAME_SPACE: gate for camera-1"));
    }

    @Test
    void EST_REN_07_a_registration_authority_renews_nothing() {
        assertThatThrownBy(() -> PolicyFixture.renew(client(GATE), ec("CN=sensor-1")))
                .isInstanceOfSatisfying(PolicyRefusal.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(PolicyRefusal.Reason.NOTHING_TO_RENEW));
    }
}
