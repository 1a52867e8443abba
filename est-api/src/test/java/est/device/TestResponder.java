package est.device;

import static est.device.TestAuthority.extension;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An OCSP responder for the certificates of a {@link TestAuthority}, honest or not. */
public final class TestResponder {

    /** How it answers. */
    public enum Mood {
        GOOD,
        REVOKED,
        UNKNOWN,
        WITHOUT_NONCE,
        BY_A_DELEGATE,
        BY_A_CERTIFICATE_WITHOUT_THE_PURPOSE,
        BY_A_DELEGATE_OF_ANOTHER_CA,
        BY_AN_EXPIRED_DELEGATE,
        BY_A_STRANGER,
        STALE,
        OF_THE_FUTURE,
        WITH_ANOTHER_NONCE,
        ABOUT_ANOTHER_SERIAL,
        ABOUT_ANOTHER_ISSUER,
        WITH_SHA1,
        TRY_LATER,
        JUNK
    }

    private static final Extension MAY_RESPOND =
            extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));

    private final TestAuthority ca;
    private final TestAuthority stranger = new TestAuthority("CN=Stranger");
    private final KeyPair delegate = TestAuthority.ecKeys();

    /** Answers for this CA. */
    public TestResponder(TestAuthority ca) {
        this.ca = ca;
    }

    /** A response, DER. */
    public byte[] answer(byte[] request, Mood mood) {
        try {
            return switch (mood) {
                case JUNK -> new byte[] {0x30, 0x03, 0x02, 0x01};
                case TRY_LATER ->
                    new OCSPRespBuilder().build(OCSPRespBuilder.TRY_LATER, null).getEncoded();
                default -> successful(new OCSPReq(request), mood);
            };
        } catch (IOException | GeneralSecurityException | OCSPException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] successful(OCSPReq request, Mood mood)
            throws IOException, GeneralSecurityException, OCSPException, OperatorCreationException {
        X509Certificate signer = signer(mood);
        BasicOCSPRespBuilder builder =
                new BasicOCSPRespBuilder(new RespID(new JcaX509CertificateHolder(signer).getSubject()));
        Instant made = Instant.now()
                .minus(
                        switch (mood) {
                            case STALE -> Duration.ofHours(3);
                            case OF_THE_FUTURE -> Duration.ofHours(-1);
                            default -> Duration.ofMinutes(1);
                        });
        builder.addResponse(
                subject(request, mood), status(mood), Date.from(made), Date.from(made.plus(Duration.ofHours(2))));
        Extension nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (mood == Mood.WITH_ANOTHER_NONCE) {
            nonce = new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(new byte[32]).getEncoded());
        }
        if (mood != Mood.WITHOUT_NONCE) {
            builder.setResponseExtensions(new Extensions(nonce));
        }
        boolean direct = signer.equals(ca.certificate());
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder(
                                                mood == Mood.WITH_SHA1 ? "SHA1withECDSA" : "SHA256withECDSA")
                                        .build(direct ? ca.keys().getPrivate() : delegate.getPrivate()),
                                new X509CertificateHolder[] {new JcaX509CertificateHolder(signer)},
                                Date.from(made)))
                .getEncoded();
    }

    private X509Certificate signer(Mood mood) {
        return switch (mood) {
            case BY_A_DELEGATE -> ca.deviceWith("CN=Responder", delegate, MAY_RESPOND);
            case BY_AN_EXPIRED_DELEGATE -> ca.expiredDeviceWith("CN=Responder", delegate, MAY_RESPOND);
            case BY_A_CERTIFICATE_WITHOUT_THE_PURPOSE -> ca.device("CN=Responder", delegate);
            case BY_A_DELEGATE_OF_ANOTHER_CA, BY_A_STRANGER ->
                stranger.deviceWith("CN=Responder", delegate, MAY_RESPOND);
            default -> ca.certificate();
        };
    }

    private CertificateID subject(OCSPReq request, Mood mood)
            throws GeneralSecurityException, OCSPException, OperatorCreationException {
        CertificateID asked = request.getRequestList()[0].getCertID();
        if (mood == Mood.ABOUT_ANOTHER_SERIAL) {
            return CertificateID.deriveCertificateID(
                    asked, asked.getSerialNumber().add(java.math.BigInteger.ONE));
        }
        return mood == Mood.ABOUT_ANOTHER_ISSUER
                ? new CertificateID(
                        new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
                        new JcaX509CertificateHolder(stranger.certificate()),
                        asked.getSerialNumber())
                : asked;
    }

    private static CertificateStatus status(Mood mood) {
        return switch (mood) {
            case REVOKED -> new RevokedStatus(Date.from(Instant.now()), 1);
            case UNKNOWN -> new UnknownStatus();
            default -> CertificateStatus.GOOD;
        };
    }
}
