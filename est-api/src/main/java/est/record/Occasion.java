package est.record;

/**
 * Why a person is asked about a request.
 *
 * @param name in capitals, one word
 * @param remark what somebody else said of it, cleaned and short; possibly empty
 */
public record Occasion(String name, String remark) {

    /** Nobody said anything. */
    public Occasion(String name) {
        this(name, "");
    }
}
