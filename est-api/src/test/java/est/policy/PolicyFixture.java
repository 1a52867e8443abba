package est.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import est.device.TestAuthority;
import est.identity.ClientIdentity;
import est.policy.PolicyRefusal.Reason;
import est.protocol.CertificationRequests;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractStringAssert;

/** Applications to judge, in the field's own words. */
final class PolicyFixture {

    static final TestAuthority CA = new TestAuthority("CN=Issuing CA");
    static final TestAuthority ROOT = new TestAuthority("CN=Root CA");
    static final KeyPair SERVER_KEY = TestAuthority.ecKeys();
    static final OwnKeys OWN_KEYS = new OwnKeys(
            List.of(CA.certificate(), ROOT.certificate()), List.of(ROOT.device("CN=localhost", SERVER_KEY)));
    static final Instant NOW = CA.certificate().getNotBefore().toInstant().plus(Duration.ofDays(1));

    private PolicyFixture() {}

    /** The default rules, with a domain for the names of devices. */
    static EnrollmentProfile profile() {
        return profile(Map.of("dns-suffixes", "fleet.example"));
    }

    /** A profile with one setting. */
    static EnrollmentProfile profile(String setting, String value) {
        return profile(Map.of(setting, value));
    }

    /** A profile as an operator writes it. */
    static EnrollmentProfile profile(Map<String, String> settings) {
        Map<String, String> properties = settings.entrySet().stream()
                .collect(Collectors.toMap(each -> "est.profile.device." + each.getKey(), Map.Entry::getValue));
        ProfileSettings read = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ProfileSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(ProfileSettings.class);
        return EnrollmentProfiles.of("device", read.profiles().get("device"), NOW);
    }

    static EnrollmentProfile refusingProfile() {
        return profile("unlisted-extensions", "refuse");
    }

    static ClientIdentity anySecret() {
        return identity(ClientIdentity.Kind.ONE_TIME_SECRET, Optional.empty(), Optional.empty());
    }

    static ClientIdentity secretFor(String commonName) {
        return identity(ClientIdentity.Kind.ONE_TIME_SECRET, Optional.empty(), Optional.of(commonName));
    }

    static ClientIdentity manufactured(X509Certificate certificate) {
        return identity(ClientIdentity.Kind.MANUFACTURER_CERTIFICATE, Optional.of(certificate), Optional.empty());
    }

    static ClientIdentity issued(X509Certificate certificate) {
        return identity(ClientIdentity.Kind.ISSUED_CERTIFICATE, Optional.of(certificate), Optional.empty());
    }

    static Grant judge(ClientIdentity identity, CertificationRequests request) {
        return judge(identity, request, profile(), false);
    }

    static Grant renew(ClientIdentity identity, CertificationRequests request) {
        return judge(identity, request, profile(), true);
    }

    static Grant judge(
            ClientIdentity identity, CertificationRequests request, EnrollmentProfile profile, boolean renewal) {
        return new EnrollmentPolicy()
                .judge(new Application(
                        identity,
                        request.decoded(),
                        profile,
                        CA.certificate(),
                        OWN_KEYS,
                        renewal,
                        NOW,
                        DeviceAttributes.NONE));
    }

    static Grant enroll(ClientIdentity identity, CertificationRequests request, EnrollmentProfile profile) {
        return judge(identity, request, profile, false);
    }

    /** Demands that the judgement refuses for this reason; its text is for asserting more. */
    static AbstractStringAssert<?> assertRefused(Reason reason, Supplier<?> judgement) {
        PolicyRefusal refusal = catchThrowableOfType(PolicyRefusal.class, judgement::get);
        assertThat(refusal).as("refused for " + reason).isNotNull();
        assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
        return assertThat(refusal.getMessage());
    }

    static ClientIdentity identity(
            ClientIdentity.Kind kind, Optional<X509Certificate> certificate, Optional<String> boundName) {
        return new ClientIdentity(
                kind,
                "test",
                certificate,
                boundName,
                Optional.of(UUID.randomUUID()),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
