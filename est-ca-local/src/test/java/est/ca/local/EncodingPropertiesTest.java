package est.ca.local;

import static est.ca.Answers.issue;
import static est.ca.GrantAssertions.assertContainsExactlyTheGrant;
import static org.assertj.core.api.Assertions.assertThat;

import est.ca.IssuanceRequest;
import est.ca.TestRequests;
import est.pki.AlternativeName;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.LowerChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/** What must hold for every grant, serial, date and length. */
class EncodingPropertiesTest {

    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final KeyPair KEYS = TestRequests.ecKeys();
    private static final LocalCertificationAuthority AUTHORITY = open();

    private static LocalCertificationAuthority open() {
        try {
            return CaFiles.ec(Files.createTempDirectory("est-ca-local")).open();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Property(tries = 200)
    void every_grant_is_obeyed(
            @ForAll @BigRange(min = "1", max = "730750818665451459101842416358141509827966271487") BigInteger serial,
            @ForAll @Size(min = 1, max = 40) List<@StringLength(min = 1, max = 63) @LowerChars String> names,
            @ForAll @StringLength(max = 64) @LowerChars String commonName,
            @ForAll @LongRange(min = 1, max = 1_000_000_000) long seconds)
            throws GeneralSecurityException {
        IssuanceRequest request = TestRequests.valid()
                .withSerial(serial)
                .withSubject(commonName.isEmpty() ? "" : "CN=" + commonName)
                .withNames(names.stream().map(AlternativeName::dnsName).toArray(AlternativeName[]::new))
                .withValidity(CaFiles.NOW, CaFiles.NOW.plusSeconds(seconds))
                .buildFor(KEYS.getPublic());

        X509Certificate certificate = issue(AUTHORITY, request);

        assertContainsExactlyTheGrant(certificate, request);
        assertThat(certificate.getSerialNumber()).isEqualTo(serial);
    }

    @Property
    void F_51_every_date_reads_back_as_itself(@ForAll("seconds") long second) {
        Instant date = Instant.ofEpochSecond(second);

        assertThat(CertificateTime.of(date).getDate().toInstant()).isEqualTo(date);
    }

    @Provide
    Arbitrary<Long> seconds() {
        long gregorian = Instant.parse("1600-01-01T00:00:00Z").getEpochSecond();
        return Arbitraries.longs().between(gregorian, LAST_SECOND);
    }

    @Property
    void every_sequence_is_the_one_Bouncy_Castle_writes(@ForAll @Size(max = 70_000) byte[] content) throws IOException {
        byte[] part = new DEROctetString(content).getEncoded();

        assertThat(DerSequence.of(part)).isEqualTo(new DERSequence(ASN1Primitive.fromByteArray(part)).getEncoded());
    }
}
