package est.policy;

/**
 * The labels that requests are judged by. They are replaced as a whole and never changed: a request asks once and keeps what it
 * got to its end (I-13). Thread-safe; asking costs one volatile read.
 */
public final class LabelsInForce {

    private volatile Labels labels;

    /** In force from the start. */
    public LabelsInForce(Labels labels) {
        this.labels = labels;
    }

    /** The labels for a request that begins now. */
    public Labels now() {
        return labels;
    }

    /** Puts others in force, for requests that begin from now on. */
    public void replace(Labels others) {
        labels = others;
    }
}
