package est.policy;

/** How a label's answers carry DER: base64 is the rule (RFC 7030 §4, RFC 8951 §3.1), the rest is for clients that need it (EST-ENC-05). */
public enum AnswerForm {
    /** Base64 in lines of 64 characters, in one line for a client that sends no User-Agent. */
    AUTO,
    /** Base64 in lines of 64 characters. */
    LINES,
    /** Base64 in one line. */
    SINGLE_LINE,
    /** DER as it is. Of {@code /cacerts} too: a client that cannot decode base64 cannot do so there either. */
    RAW_DER
}
