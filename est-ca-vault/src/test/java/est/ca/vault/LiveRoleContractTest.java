package est.ca.vault;

class LiveRoleContractTest extends LiveContract {

    LiveRoleContractTest() {
        super("role", Behavior.USAGES_PER_REQUEST, Behavior.FURTHER_EXTENSIONS);
    }

    @Override
    OpenVault adjust(OpenVault usual) {
        return usual.with("role-subject", "O=Example").with("role-key-usages", "DIGITAL_SIGNATURE");
    }
}
