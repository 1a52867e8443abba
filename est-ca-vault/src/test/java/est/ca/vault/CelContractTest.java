package est.ca.vault;

/** A CEL program writes whatever is granted. */
class CelContractTest extends LoopbackContract {

    CelContractTest() {
        super("cel");
    }
}
