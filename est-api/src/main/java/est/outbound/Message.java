package est.outbound;

/**
 * What is posted.
 *
 * @param id names the message: the same at each try, never used for another one
 * @param body JSON; taken over, not copied
 * @param answerLimit the longest answer in octets that is read (I-8)
 */
public record Message(String id, byte[] body, int answerLimit) {

    @Override
    public String toString() {
        return "Message[" + id + ", " + body.length + " octets]";
    }
}
