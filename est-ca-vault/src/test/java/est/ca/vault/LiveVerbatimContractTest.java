package est.ca.vault;

import est.ca.TestRequests;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = LiveVault.ADDRESS, matches = ".+")
class LiveVerbatimContractTest extends LiveContract {

    LiveVerbatimContractTest() {
        super("verbatim", Behavior.GRANT_OVER_REQUEST);
    }

    @Override
    protected TestRequests valid() {
        return TestRequests.valid().askingForTheGrant();
    }
}
