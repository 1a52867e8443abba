package est.ca.vault;

import est.ca.TestRequests;

class LiveVerbatimContractTest extends LiveContract {

    LiveVerbatimContractTest() {
        super("verbatim", Behavior.GRANT_OVER_REQUEST);
    }

    @Override
    protected TestRequests valid() {
        return TestRequests.valid().askingForTheGrant();
    }
}
