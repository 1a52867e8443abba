package est.ca.vault;

import static est.ca.Answers.await;
import static est.ca.Answers.failureOf;
import static est.ca.vault.OutcomeTableTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.ca.CaException;
import est.ca.CertificationAuthority;
import est.ca.Issuance;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.vertx.core.net.SSLOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust and client certificates that are replaced in the TLS registry count for the next connection to Vault. */
class TlsRenewalTest {

    private static final int LOOKS = 100;
    private static final int BETWEEN_LOOKS_MS = 100;

    @TempDir
    private Path folder;

    private final LoopbackVault vault = LoopbackVault.start();
    private VaultCertificationAuthorityProvider provider;
    private CertificationAuthority authority;

    /** An authority that trusts another CA than that of its Vault. */
    @BeforeEach
    void open() {
        provider =
                OpenVault.at(vault, folder).withTls(new LoopbackTls().client()).provider();
        authority = provider.open("test");
    }

    @AfterEach
    void close() {
        authority.close();
        vault.close();
    }

    private static CertificateUpdatedEvent updated(String name, SSLOptions options, boolean trustAll) {
        return new CertificateUpdatedEvent(name, new BaseTlsConfiguration() {
            @Override
            public SSLOptions getSSLOptions() {
                return options;
            }

            @Override
            public boolean isTrustAll() {
                return trustAll;
            }
        });
    }

    @Test
    void F_24_renewed_trust_counts_without_a_restart() throws InterruptedException {
        assertThat(failureOf(authority.issue(request())).kind()).isEqualTo(CaException.Kind.DEFECTIVE);

        provider.renewTls(updated("vault", vault.tls().client(), false));

        assertThat(issuesAtLast()).isTrue();
    }

    /** The client takes new TLS material over on its own threads. */
    private boolean issuesAtLast() throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            try {
                return await(authority.issue(request())) instanceof Issuance.Issued;
            } catch (CaException notYet) {
                Thread.sleep(BETWEEN_LOOKS_MS);
            }
        }
        return false;
    }

    @Test
    void F_24_what_is_renewed_under_another_name_changes_nothing() {
        provider.renewTls(updated("door", vault.tls().client(), false));

        assertThat(failureOf(authority.issue(request())).kind()).isEqualTo(CaException.Kind.DEFECTIVE);
    }

    @Test
    void T_27_trust_all_is_refused_at_renewal_too() {
        CertificateUpdatedEvent careless = updated("vault", new SSLOptions(), true);

        assertThatThrownBy(() -> provider.renewTls(careless))
                .isInstanceOf(CaException.class)
                .hasMessageStartingWith("quarkus.tls.vault.trust-all: ");
        assertThat(failureOf(authority.issue(request())).kind()).isEqualTo(CaException.Kind.DEFECTIVE);
    }
}
