package est.identity.revocation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Turns settings into a rule that can be followed, or names the property that is wrong. */
public final class RevocationRules {

    private static final Logger LOG = Logger.getLogger(RevocationRules.class);
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);
    private static final String LINK_LOCAL = "169.254.";

    private final String property;
    private final Set<X509Certificate> issuers;
    private final Provider signatures;

    private RevocationRules(String anchors, Set<X509Certificate> issuers, Provider signatures) {
        this.property = "est.revocation." + anchors;
        this.issuers = issuers;
        this.signatures = signatures;
    }

    /**
     * The rule for one set of trust anchors.
     *
     * @param files the files of {@code crl-files}, those of directories included
     * @param issuers the anchors and intermediates of the set
     * @throws IllegalArgumentException naming the property that cannot be: a file that is unreadable or holds no CRL of one of
     *     these issuers, an address that is none, or no source at all
     */
    public static RevocationRule of(
            String anchors,
            RevocationSettings settings,
            List<Path> files,
            Set<X509Certificate> issuers,
            Provider signatures,
            Instant now) {
        RevocationRules rules = new RevocationRules(anchors, issuers, signatures);
        List<URI> addresses = settings.crlUrls().orElse(List.of());
        if (files.isEmpty() && addresses.isEmpty() && settings.ocsp().isEmpty()) {
            throw rules.wrong("", "says nowhere to look: set crl-files, crl-urls or ocsp");
        }
        rules.requireSensible(settings);
        return new RevocationRule(
                anchors,
                issuers,
                files.stream().map(file -> rules.list(file, now)).toList(),
                new RevocationRule.Downloads(
                        addresses.stream()
                                .map(address -> rules.address(".crl-urls", address))
                                .toList(),
                        settings.crlRefresh(),
                        settings.timeout()),
                settings.ocsp()
                        .map(address -> new RevocationRule.Responder(
                                rules.address(".ocsp", address), settings.ocspCache(), settings.timeout())),
                settings.unknownStatus() == RevocationSettings.UnknownStatus.ACCEPT);
    }

    private void requireSensible(RevocationSettings settings) {
        if (settings.crlRefresh().compareTo(SHORTEST_REFRESH) < 0) {
            throw wrong(".crl-refresh", "is below one second");
        }
        if (settings.timeout().toMillis() < 1) {
            throw wrong(".timeout", "leaves no time for an answer");
        }
        if (settings.ocspCache().isNegative()) {
            throw wrong(".ocsp-cache", "is negative");
        }
    }

    private RevocationList list(Path file, Instant now) {
        try {
            if (Files.size(file) > RevocationList.MAX_OCTETS) {
                throw wrong(".crl-files", file + " has more than " + RevocationList.MAX_OCTETS + " octets");
            }
            RevocationList list = RevocationList.verified(Files.readAllBytes(file), issuers, signatures, now);
            if (!list.isCurrent(now)) {
                // like an expired door certificate: a server that stays away would help nobody, and it fails closed
                // anyway
                LOG.warnf(
                        "%s.crl-files: %s ended on %s and says of no certificate that it is good",
                        property, file, list.nextUpdate());
            }
            return list;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(property + ".crl-files: " + file + " cannot be read", unreadable);
        } catch (UnusableAnswer unusable) {
            throw new IllegalArgumentException(
                    property + ".crl-files: " + file + " " + unusable.getMessage(), unusable);
        }
    }

    /** T-27: what the operator writes is asked, and nothing that could be meant for this machine's neighbors only. */
    private URI address(String name, URI address) {
        boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!web
                || address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawFragment() != null
                || address.getHost().startsWith(LINK_LOCAL)) {
            throw wrong(name, "an address is http://host/path or https://host/path, without credentials");
        }
        return address;
    }

    private IllegalArgumentException wrong(String name, String why) {
        return new IllegalArgumentException(property + name + ": " + why);
    }
}
