package est.identity.revocation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/** One question to an OCSP responder about one certificate, and what may be believed of the answer (RFC 6960 §3.2). */
final class OcspQuestion {

    /** An answer that announces no next one comes from a responder that always has the newest. */
    private static final Duration OLDEST_WITHOUT_END = Duration.ofMinutes(15);

    /**
     * An answer that may be believed.
     *
     * @param status what it says
     * @param until when it ends
     */
    record Answered(CertificateStatus status, Instant until) {}

    private final X509CertificateHolder issuer;
    private final BigInteger serial;
    private final byte[] nonce;

    OcspQuestion(X509Certificate certificate, X509Certificate issuer, byte[] nonce) {
        try {
            this.issuer = new JcaX509CertificateHolder(issuer);
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
        this.serial = certificate.getSerialNumber();
        this.nonce = nonce.clone();
    }

    /** The request, unsigned, with a nonce (RFC 9654). SHA-1 names the issuer, as RFC 5019 wants it; it proves nothing. */
    byte[] encoded() {
        try {
            CertificateID id =
                    new CertificateID(new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1), issuer, serial);
            Extension unrepeated = new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce).getEncoded());
            return new OCSPReqBuilder()
                    .addRequest(id)
                    .setRequestExtensions(new Extensions(unrepeated))
                    .build()
                    .getEncoded();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (OCSPException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Judges a response.
     *
     * @throws UnusableAnswer if it is no answer to this question by this issuer, or not of now
     */
    Answered judge(byte[] response, OcspSigner signer, Instant now) throws UnusableAnswer {
        try {
            BasicOCSPResp basic = successful(new OCSPResp(response));
            requireSameNonce(basic);
            requireUnderstood(basic.getCriticalExtensionOIDs());
            SingleResp single = aboutThis(basic);
            requireUnderstood(single.getCriticalExtensionOIDs());
            Instant until = requireCurrent(single, now);
            signer.requireSigned(basic, issuer, now);
            return new Answered(status(single), until);
        } catch (IOException | OCSPException | RuntimeException unreadable) {
            throw new UnusableAnswer("the answer is no OCSP response", unreadable);
        }
    }

    private static BasicOCSPResp successful(OCSPResp response) throws UnusableAnswer, OCSPException {
        if (response.getStatus() != OCSPResp.SUCCESSFUL) {
            throw new UnusableAnswer("the responder answers with error " + response.getStatus());
        }
        if (response.getResponseObject() instanceof BasicOCSPResp basic) {
            return basic;
        }
        throw new UnusableAnswer("the answer is of an unknown kind");
    }

    /** Responders that make their answers in advance echo none; one that is echoed must be ours (RFC 6960 §4.4.1). */
    private void requireSameNonce(BasicOCSPResp basic) throws UnusableAnswer {
        Extension echoed = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (echoed != null
                && !Arrays.equals(
                        nonce,
                        ASN1OctetString.getInstance(echoed.getParsedValue()).getOctets())) {
            throw new UnusableAnswer("the answer is to another question: wrong nonce");
        }
    }

    private static void requireUnderstood(Set<?> critical) throws UnusableAnswer {
        if (critical.stream().anyMatch(oid -> !OCSPObjectIdentifiers.id_pkix_ocsp_nonce.equals(oid))) {
            throw new UnusableAnswer("the answer has a critical extension that is not known here");
        }
    }

    private SingleResp aboutThis(BasicOCSPResp basic) throws UnusableAnswer, OCSPException {
        for (SingleResp single : basic.getResponses()) {
            CertificateID id = single.getCertID();
            if (id.getSerialNumber().equals(serial) && id.matchesIssuer(issuer, new BcDigestCalculatorProvider())) {
                return single;
            }
        }
        throw new UnusableAnswer("the answer is about another certificate");
    }

    private static Instant requireCurrent(SingleResp single, Instant now) throws UnusableAnswer {
        Instant since = single.getThisUpdate().toInstant();
        Instant until =
                Optional.ofNullable(single.getNextUpdate()).map(Date::toInstant).orElse(since.plus(OLDEST_WITHOUT_END));
        if (since.isAfter(now.plus(RevocationList.CLOCK_DIFFERENCE)) || now.isAfter(until)) {
            throw new UnusableAnswer("the answer is not of now: valid from " + since + " to " + until);
        }
        return until;
    }

    private static CertificateStatus status(SingleResp single) {
        if (single.getCertStatus() == org.bouncycastle.cert.ocsp.CertificateStatus.GOOD) {
            return CertificateStatus.GOOD;
        }
        return single.getCertStatus() instanceof RevokedStatus ? CertificateStatus.REVOKED : CertificateStatus.UNKNOWN;
    }
}
