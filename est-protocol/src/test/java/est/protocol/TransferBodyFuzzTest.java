package est.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import est.protocol.TransferBody.Wrapping;
import java.util.Arrays;

/** Any octets as the body of a request. */
class TransferBodyFuzzTest {

    @FuzzTest
    void T_19_any_octets_are_a_body_or_are_refused(byte[] body) {
        byte[] carried;
        try {
            carried = TransferBody.decode(body);
        } catch (MalformedMessageException refused) {
            CertificationRequestFuzzTest.requireOneLine(refused);
            return;
        }
        if (carried.length > body.length) {
            throw new AssertionError("a body carries more than it is long");
        }
        if (carried.length > 0 && carried[0] == 0x30) {
            for (Wrapping wrapping : Wrapping.values()) {
                if (!Arrays.equals(carried, TransferBody.decode(TransferBody.encode(carried, wrapping)))) {
                    throw new AssertionError("a body that is sent is not what is received");
                }
            }
        }
        try {
            CertificationRequest.decode(carried);
        } catch (MalformedMessageException refused) {
            CertificationRequestFuzzTest.requireOneLine(refused);
        }
    }
}
