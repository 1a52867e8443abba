package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ChangeSubjectName (RFC 6402 §2.8), octet for octet. */
class NameChangeTest {

    private static final String CHANGE_SUBJECT_NAME = "1.3.6.1.5.5.7.7.36";
    private static final X500Name NEW = new X500Name("CN=new");
    private static final GeneralName NAME = new GeneralName(GeneralName.dNSName, "new.example");
    private static final GeneralNames NAMES = new GeneralNames(NAME);
    private static final ASN1Encodable TAGGED = new DERTaggedObject(false, 1, NAMES);

    private static NameChange change(ASN1Encodable... parts) {
        return CertificationRequests.ec("CN=old")
                .withAttribute(CHANGE_SUBJECT_NAME, sequence(parts))
                .decoded()
                .nameChange()
                .orElseThrow();
    }

    private static DERSequence sequence(ASN1Encodable... parts) {
        return new DERSequence(parts);
    }

    @Test
    void EST_REN_04_a_request_without_the_attribute_changes_nothing() {
        assertThat(CertificationRequests.ec("CN=old").decoded().nameChange()).isEmpty();
    }

    @Test
    void EST_REN_04_both_parts_are_read_in_the_form_of_the_rfc_and_of_its_erratum() {
        NameChange both = new NameChange(NEW, java.util.List.of(NAME));
        assertThat(change(NEW, NAMES)).isEqualTo(both);
        assertThat(change(NEW, TAGGED)).isEqualTo(both);
    }

    @Test
    void EST_REN_04_one_part_is_told_from_the_other() {
        assertThat(change(NEW).alternativeNames()).isEmpty();
        assertThat(change(NEW).subject()).isEqualTo(NEW);
        assertThat(change(NAMES).subject().size()).isZero();
        assertThat(change(NAMES).alternativeNames()).containsExactly(NAME);
        assertThat(change(TAGGED)).isEqualTo(change(NAMES));
        assertThat(change(sequence(), NAMES)).isEqualTo(change(NAMES));
    }

    static Stream<ASN1Encodable> EST_REN_04_what_says_no_name_or_more_than_two_is_malformed() {
        return Stream.of(
                sequence(),
                sequence(sequence()),
                sequence(sequence(), sequence()),
                sequence(NEW, sequence()),
                sequence(NEW, new DERTaggedObject(false, 1, sequence())),
                sequence(NEW, NAMES, NAMES),
                sequence(NEW, NEW),
                sequence(NAMES, NEW),
                sequence(TAGGED, TAGGED),
                sequence(NEW, new DERTaggedObject(false, 0, NAMES)),
                sequence(DERNull.INSTANCE),
                sequence(sequence(new DERSet())),
                sequence(sequence(new DERUTF8String("CN=new"))),
                sequence(new GeneralNames(new GeneralName(GeneralName.dNSName, new DERIA5String("")))),
                new DERSet(NEW),
                DERNull.INSTANCE);
    }

    @ParameterizedTest
    @MethodSource
    void EST_REN_04_what_says_no_name_or_more_than_two_is_malformed(ASN1Encodable value) {
        CertificationRequests request = CertificationRequests.ec("CN=old").withAttribute(CHANGE_SUBJECT_NAME, value);
        assertThatThrownBy(request::decoded).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void EST_ENR_09_two_values_are_malformed() {
        CertificationRequests request =
                CertificationRequests.ec("CN=old").withAttribute(CHANGE_SUBJECT_NAME, sequence(NEW), sequence(NAMES));
        assertThatThrownBy(request::decoded).isInstanceOf(MalformedMessageException.class);
    }
}
