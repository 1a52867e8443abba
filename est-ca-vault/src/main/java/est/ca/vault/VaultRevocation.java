package est.ca.vault;

import est.ca.CaException;
import est.ca.Revocation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletionStage;

/**
 * Revokes by the certificate itself, which works for certificates that are not stored, too. Vault keeps no reasons.
 * Revoking twice, or what has expired, succeeds.
 */
final class VaultRevocation implements Revocation {

    private static final int BAD_REQUEST = 400;

    private final TokenSource tokens;
    private final String mount;

    VaultRevocation(TokenSource tokens, String mount) {
        this.tokens = tokens;
        this.mount = mount;
    }

    @Override
    public CompletionStage<Void> revoke(X509Certificate certificate, Reason reason) {
        return body(certificate)
                .compose(body -> tokens.ask(VaultCall.post("revoke", mount + "/revoke", body)))
                .recover(failure -> Future.failedFuture(Outcomes.reading(failure)))
                .<Void>compose(answer -> answer.isSuccess()
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                answer.status() == BAD_REQUEST
                                        ? CaException.refused(
                                                "the certificate is not of this authority",
                                                new Outcomes.Complaint(answer))
                                        : Outcomes.reading(answer)))
                .toCompletionStage();
    }

    private static Future<JsonObject> body(X509Certificate certificate) {
        try {
            return Future.succeededFuture(
                    new JsonObject().put("certificate", Pem.write("CERTIFICATE", certificate.getEncoded())));
        } catch (CertificateEncodingException unencodable) {
            return Future.failedFuture(CaException.refused("the certificate has no encoding", unencodable));
        }
    }
}
