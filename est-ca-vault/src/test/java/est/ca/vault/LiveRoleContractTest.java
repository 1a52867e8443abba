package est.ca.vault;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = LiveVault.ADDRESS, matches = ".+")
class LiveRoleContractTest extends LiveContract {

    LiveRoleContractTest() {
        super("role", Behavior.USAGES_PER_REQUEST, Behavior.FURTHER_EXTENSIONS);
    }

    @Override
    OpenVault adjust(OpenVault usual) {
        return usual.with("role-subject", "O=Example").with("role-key-usages", "DIGITAL_SIGNATURE");
    }
}
