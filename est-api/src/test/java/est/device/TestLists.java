package est.device;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CRL of a {@link TestAuthority} in the making. Immutable. */
public final class TestLists {

    private final TestAuthority ca;
    private final Duration age;
    private final Duration life;
    private final long number;

    private TestLists(TestAuthority ca, Duration age, Duration life, long number) {
        this.ca = ca;
        this.age = age;
        this.life = life;
        this.number = number;
    }

    /** Made a minute ago, for an hour. */
    public static TestLists of(TestAuthority ca) {
        return new TestLists(ca, Duration.ofMinutes(1), Duration.ofHours(1), 1);
    }

    /** The same of this age, living this long from then on. */
    public TestLists aged(Duration newAge, Duration newLife) {
        return new TestLists(ca, newAge, newLife, number);
    }

    /** The same with this number. */
    public TestLists numbered(long newNumber) {
        return new TestLists(ca, age, life, newNumber);
    }

    /** DER, listing these certificates. */
    public byte[] revoking(X509Certificate... certificates) {
        return signed(builder(certificates));
    }

    /** DER, listing nobody, with one more critical extension. */
    public byte[] with(ASN1ObjectIdentifier oid, ASN1Encodable value) throws IOException {
        X509v2CRLBuilder builder = builder();
        builder.addExtension(oid, true, value);
        return signed(builder);
    }

    private X509v2CRLBuilder builder(X509Certificate... certificates) {
        try {
            Instant made = Instant.now().minus(age);
            X509v2CRLBuilder builder =
                    new JcaX509v2CRLBuilder(ca.certificate().getSubjectX500Principal(), Date.from(made));
            if (!life.isZero()) {
                builder.setNextUpdate(Date.from(made.plus(life)));
            }
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            for (X509Certificate certificate : certificates) {
                builder.addCRLEntry(certificate.getSerialNumber(), Date.from(made), CRLReason.keyCompromise);
            }
            return builder;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] signed(X509v2CRLBuilder builder) {
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(ca.keys().getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
