package est.ca.vault;

/** The role fixes O=Example and the usages. */
class RoleContractTest extends LoopbackContract {

    RoleContractTest() {
        super("role", Behavior.USAGES_PER_REQUEST, Behavior.FURTHER_EXTENSIONS);
    }

    @Override
    OpenVault adjust(OpenVault usual) {
        return usual.with("role-subject", "O=Example").with("role-key-usages", "DIGITAL_SIGNATURE");
    }
}
