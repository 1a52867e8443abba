package est.enrollment;

import est.identity.AuthenticationFailure;
import est.identity.CertificateFingerprint;
import est.identity.ClientIdentity;
import est.pki.CertificateContent;
import est.policy.Application;
import est.policy.DeviceAttributes;
import est.policy.DeviceName;
import est.policy.DeviceRule;
import est.policy.EnrollmentPolicy;
import est.policy.EnrollmentProfile;
import est.policy.PolicyRefusal;
import est.record.DeviceKeys;
import est.record.DeviceRecords;
import est.record.DeviceState;
import est.record.RegisteredDevice;
import est.record.RegistryRule;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks the registry of devices about an enrollment that was granted. Labels that serve any device, without attributes in their
 * subjects, do not wait for it: that the device is not disabled is then demanded where the intent is committed, as everywhere.
 */
@ApplicationScoped
class DeviceAdmission {
    private static final Set<DeviceState> NOT_ACTIVE =
            Set.of(DeviceState.DISABLED, DeviceState.PENDING, DeviceState.UNKNOWN);

    /** Of what an entry may be about; canonical forms can be longer than what was written. */
    private static final int LONGEST_NAME = 256;

    private final DeviceRecords records;
    private final EnrollmentPolicy policy = new EnrollmentPolicy();

    DeviceAdmission(DeviceRecords records) {
        this.records = records;
    }

    /** What to judge with first, before it is known which device asks. */
    static DeviceAttributes assumed(EnrollmentProfile profile) {
        return profile.subject().readsDevice() ? DeviceAttributes.ASSUMED : DeviceAttributes.NONE;
    }

    /** The same enrollment as the registry has it. Fails with {@link PolicyRefusal}, or as the record does. */
    Uni<GrantedEnrollment> admit(GrantedEnrollment granted) {
        DeviceKeys keys = keys(granted.identity(), granted.grant().content());
        DeviceRule rule = granted.asked().label().devices();
        if (rule == DeviceRule.ANY && !readsDevice(granted)) {
            return Uni.createFrom().item(granted.under(RegistryRule.refusing(keys, Set.of(DeviceState.DISABLED))));
        }
        return records.find(granted.asked().label().name(), keys)
                .map(found -> admitted(granted, rule(rule, keys, state(found), granted), found))
                .onFailure(refused -> granted.identity().spent() && refused instanceof PolicyRefusal)
                .transform(refused -> AuthenticationFailure.spentSecret());
    }

    private GrantedEnrollment admitted(
            GrantedEnrollment granted, RegistryRule rule, Optional<RegisteredDevice> device) {
        GrantedEnrollment admitted = granted.under(rule);
        if (!readsDevice(granted)) {
            return admitted;
        }
        Application application = granted.application()
                .of(device.map(known -> DeviceAttributes.of(known.entry().attributes()))
                        .orElse(DeviceAttributes.NONE));
        return admitted.judgedAs(application, policy.judge(application));
    }

    private static RegistryRule rule(DeviceRule rule, DeviceKeys keys, DeviceState state, GrantedEnrollment granted) {
        return switch (rule) {
            case ANY -> requireNone(Set.of(DeviceState.DISABLED), keys, state, granted);
            case KNOWN -> requireNone(NOT_ACTIVE, keys, state, granted);
            case APPROVE ->
                state == DeviceState.UNKNOWN && registrable(keys).isPresent()
                        ? new RegistryRule(keys, Set.of(DeviceState.DISABLED, DeviceState.PENDING), registrable(keys))
                        : requireNone(NOT_ACTIVE, keys, state, granted);
        };
    }

    private static Optional<String> registrable(DeviceKeys keys) {
        return keys.name().filter(name -> name.length() <= LONGEST_NAME);
    }

    /** What is refused now is refused at the commit too: an operator may disable a device in between. */
    private static RegistryRule requireNone(
            Set<DeviceState> refused, DeviceKeys keys, DeviceState state, GrantedEnrollment granted) {
        if (refused.contains(state)) {
            throw refusal(state, granted);
        }
        return RegistryRule.refusing(keys, refused);
    }

    /** Why a device in that state is not served. */
    static PolicyRefusal refusal(DeviceState state, GrantedEnrollment granted) {
        String name = DeviceName.of(granted.grant().content()).orElse("");
        return switch (state) {
            case UNKNOWN -> PolicyRefusal.deviceUnknown(name);
            case PENDING -> PolicyRefusal.devicePending(name);
            case DISABLED -> PolicyRefusal.deviceDisabled(name);
            case ACTIVE -> throw new IllegalStateException("an active device is not refused");
        };
    }

    private static DeviceState state(Optional<RegisteredDevice> device) {
        return device.map(known -> known.entry().state()).orElse(DeviceState.UNKNOWN);
    }

    private static boolean readsDevice(GrantedEnrollment granted) {
        return granted.application().profile().subject().readsDevice();
    }

    /** The names that were granted, and the certificate that was shown, unless that is one of a registration authority. */
    private static DeviceKeys keys(ClientIdentity identity, CertificateContent content) {
        Optional<X509Certificate> shown = identity.authority().isPresent() ? Optional.empty() : identity.certificate();
        Optional<String> name = DeviceName.of(content);
        Set<String> serialNumbers = new TreeSet<>();
        name.ifPresent(serialNumbers::add);
        DeviceName.serialNumber(content.subject()).ifPresent(serialNumbers::add);
        shown.flatMap(certificate -> DeviceName.serialNumber(certificate.getSubjectX500Principal()))
                // PostgreSQL has no NUL in text; no entry is about such a number
                .filter(number -> number.indexOf('\0') < 0)
                .ifPresent(serialNumbers::add);
        return new DeviceKeys(
                shown.map(certificate -> HexFormat.of().parseHex(CertificateFingerprint.of(certificate))),
                serialNumbers.stream().toList(),
                name);
    }
}
