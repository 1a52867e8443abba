package est.ca.vault;

import est.ca.TestRequests;

/** The CA copies the request, so the request must ask for what is granted. */
class VerbatimContractTest extends LoopbackContract {

    VerbatimContractTest() {
        super("verbatim", Behavior.GRANT_OVER_REQUEST);
    }

    @Override
    protected TestRequests valid() {
        return TestRequests.valid().askingForTheGrant();
    }
}
