package est.identity;

import est.record.Secret;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.UUID;

/**
 * Who asks, as authentication proved it.
 *
 * @param kind how it was proved
 * @param name stable, unique within the label and free of secrets; the identity of records, replays and audit
 * @param certificate the accepted TLS client certificate, for the kinds that have one
 * @param boundName the only common name this identity may have certified, where its credential fixes one
 * @param credential the one-time secret that this enrollment will spend
 * @param profile the profile that grants in place of the label's, where its credential names one
 * @param authority the policy entry that lets it enroll for others, for that kind
 * @param spent whether that secret was spent before: then only the repeat of its own enrollment may succeed
 */
public record ClientIdentity(
        Kind kind,
        String name,
        Optional<X509Certificate> certificate,
        Optional<String> boundName,
        Optional<UUID> credential,
        Optional<String> profile,
        Optional<RegistrationAuthority> authority,
        boolean spent) {

    /** How an identity was proved. */
    public enum Kind {
        /** A valid, unrevoked certificate that the label's own CA issued. */
        ISSUED_CERTIFICATE,
        /** A certificate that chains to a manufacturer anchor of the label. */
        MANUFACTURER_CERTIFICATE,
        /** A certificate of the label's CA that its policy names as that of a registration authority (RFC 7030 §3.7). */
        REGISTRATION_AUTHORITY,
        /** A one-time enrollment secret. */
        ONE_TIME_SECRET,
        /** A user name and a password. */
        PASSWORD,
        /** Nothing: the label asks for no proof. */
        ANONYMOUS
    }

    static ClientIdentity issued(String name, X509Certificate certificate) {
        return certified(Kind.ISSUED_CERTIFICATE, name, certificate, Optional.empty());
    }

    static ClientIdentity manufactured(String name, X509Certificate certificate) {
        return certified(Kind.MANUFACTURER_CERTIFICATE, name, certificate, Optional.empty());
    }

    static ClientIdentity authority(
            RegistrationAuthority authority, String certificateName, X509Certificate certificate) {
        return certified(
                Kind.REGISTRATION_AUTHORITY,
                "ra:" + authority.name() + ":" + certificateName,
                certificate,
                Optional.of(authority));
    }

    private static ClientIdentity certified(
            Kind kind, String name, X509Certificate certificate, Optional<RegistrationAuthority> authority) {
        return new ClientIdentity(
                kind,
                name,
                Optional.of(certificate),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                authority,
                false);
    }

    static ClientIdentity oneTimeSecret(Secret secret) {
        return new ClientIdentity(
                Kind.ONE_TIME_SECRET,
                "secret:" + secret.id(),
                Optional.empty(),
                secret.commonName(),
                Optional.of(secret.id()),
                secret.profile(),
                Optional.empty(),
                secret.spentAt().isPresent());
    }

    static ClientIdentity user(String userName, Optional<String> boundName) {
        return new ClientIdentity(
                Kind.PASSWORD,
                "user:" + userName,
                Optional.empty(),
                boundName,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    static ClientIdentity anonymous() {
        return new ClientIdentity(
                Kind.ANONYMOUS,
                "anonymous",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** This one, whom a header confirmed that the label demands beside: its restrictions hold too, and its secret is spent. */
    ClientIdentity confirmedBy(ClientIdentity header) {
        return new ClientIdentity(
                kind,
                name + " with " + header.name,
                certificate,
                header.boundName,
                header.credential,
                header.profile,
                authority,
                header.spent);
    }

    @Override
    public String toString() {
        return name;
    }
}
