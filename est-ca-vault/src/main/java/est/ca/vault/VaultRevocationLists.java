package est.ca.vault;

import est.ca.RevocationLists;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The CRLs of all issuers of a mount, passed through as they are. Needs no token. */
final class VaultRevocationLists implements RevocationLists {

    private final VaultClient client;
    private final IssuerCertificates issuers;
    private final String mount;

    VaultRevocationLists(VaultClient client, IssuerCertificates issuers, String mount) {
        this.client = client;
        this.issuers = issuers;
        this.mount = mount;
    }

    @Override
    public CompletionStage<List<X509CRL>> current() {
        return issuers.ids()
                .compose(ids -> {
                    List<Future<X509CRL>> lists = (ids.isEmpty() ? List.of("default") : ids)
                            .stream().map(this::list).toList();
                    return Future.all(lists).map(all -> lists.stream()
                            .map(Future::result)
                            .distinct()
                            .toList());
                })
                .toCompletionStage();
    }

    private Future<X509CRL> list(String issuer) {
        return client.exchange(VaultCall.list("crl", mount + "/issuer/" + issuer + "/crl/der"))
                .recover(failure -> Future.failedFuture(Outcomes.reading(failure)))
                .map(answer -> {
                    if (!answer.isSuccess()) {
                        throw Outcomes.reading(answer);
                    }
                    return parsed(answer);
                });
    }

    private static X509CRL parsed(VaultAnswer answer) {
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(answer.body().getBytes()));
        } catch (CertificateException | CRLException unreadable) {
            throw Outcomes.unreadable(unreadable);
        }
    }
}
