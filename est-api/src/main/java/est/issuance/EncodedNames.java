package est.issuance;

import est.pki.AlternativeName;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.GeneralName;

/** The alternative names of a certificate that came back, as the values they were granted as: kind and content octets. */
final class EncodedNames {

    private static final int LONG_FORM = 0x80;
    private static final AlternativeName.Kind[] BY_TAG = AlternativeName.Kind.values();

    private EncodedNames() {}

    static AlternativeName of(GeneralName name) throws IOException {
        byte[] der = name.getEncoded(ASN1Encoding.DER);
        int lengthOctets = (der[1] & LONG_FORM) == 0 ? 1 : 1 + (der[1] & ~LONG_FORM);
        return AlternativeName.of(BY_TAG[name.getTagNo()], Arrays.copyOfRange(der, 1 + lengthOctets, der.length));
    }
}
