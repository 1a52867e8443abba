package est.start;

/** A part of the configuration that can be replaced while the server runs. */
interface Replaceable {

    /** What operators call it, in logs and metrics. */
    String name();

    /** The same text as before if and only if the files behind it hold the same. Compares contents, never times or links. */
    String contents();

    /**
     * Reads everything anew and puts it in force as a whole.
     *
     * @throws IllegalArgumentException naming the property that is wrong; then nothing has changed
     */
    void replace();
}
