package est.start;

import est.identity.ClientTrust;
import est.identity.ManufacturerAnchors;
import est.identity.revocation.CrlDownloads;
import est.identity.revocation.RevocationRule;
import est.identity.revocation.RevocationRules;
import est.identity.revocation.RevocationSettings;
import est.policy.Label;
import est.policy.LabelSettings;
import est.policy.Labels;
import est.policy.ProfileSettings;
import est.policy.RegistrationAuthorities;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns settings into what labels trust, or names the property that is wrong. Reads the files of anchors and CRLs. */
@ApplicationScoped
class ConfiguredTrust {

    private final CrlDownloads downloads;
    private final Provider signatures;
    private final Clock clock;

    ConfiguredTrust(CrlDownloads downloads, Provider signatures, Clock clock) {
        this.downloads = downloads;
        this.signatures = signatures;
        this.clock = clock;
    }

    /**
     * What a label trusts.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    ClientTrust of(String label, LabelSettings settings, ProfileSettings.Profile profile) {
        LabelSettings.Entry entry = settings.labels().get(label);
        return new ClientTrust(
                entry.trustAnchors().orElse(Set.of()).stream()
                        .sorted()
                        .map(anchors -> manufacturer(label, anchors, settings))
                        .toList(),
                profile.expiredManufacturerCertificates() == ProfileSettings.ExpiredCertificates.ACCEPT,
                RegistrationAuthorities.of(label, entry.ra()));
    }

    /** Demands that what is said about anchors is said about some that exist, used or not. */
    void requireKnownAnchors(LabelSettings settings) {
        Stream.concat(
                        settings.intermediates().keySet().stream().map(name -> "est.intermediates." + name),
                        settings.revocation().keySet().stream().map(name -> "est.revocation." + name))
                .filter(property ->
                        !settings.trustAnchors().containsKey(property.substring(property.lastIndexOf('.') + 1)))
                .findFirst()
                .ifPresent(property -> {
                    throw new IllegalArgumentException(property + ": there is no est.trust-anchors."
                            + property.substring(property.lastIndexOf('.') + 1));
                });
    }

    /** These labels are in force: from now on their CRLs are fetched. */
    void inForce(Labels labels) {
        List<RevocationRule> rules = labels.all().stream()
                .map(Label::authentication)
                .flatMap(rule -> rule.trust().manufacturers().stream())
                .flatMap(manufacturer -> manufacturer.revocation().stream())
                .toList();
        downloads.follow(rules);
    }

    private ManufacturerAnchors manufacturer(String label, String name, LabelSettings settings) {
        List<Path> files = settings.trustAnchors().get(name);
        if (files == null) {
            throw new IllegalArgumentException(
                    "est.label." + label + ".trust-anchors: est.trust-anchors." + name + " is not set");
        }
        Set<X509Certificate> anchors = read("est.trust-anchors." + name, files);
        Set<X509Certificate> intermediates = Optional.ofNullable(
                        settings.intermediates().get(name))
                .map(given -> read("est.intermediates." + name, given))
                .orElse(Set.of());
        Set<X509Certificate> issuers = new HashSet<>(anchors);
        issuers.addAll(intermediates);
        return new ManufacturerAnchors(
                name,
                anchors,
                List.copyOf(intermediates),
                Optional.ofNullable(settings.revocation().get(name))
                        .map(revocation -> revocation(name, revocation, issuers)));
    }

    private RevocationRule revocation(String name, RevocationSettings settings, Set<X509Certificate> issuers) {
        List<Path> files = SeveralFiles.in(settings.crlFiles().orElse(List.of()));
        return RevocationRules.of(name, settings, files, issuers, signatures, clock.instant());
    }

    private Set<X509Certificate> read(String property, List<Path> given) {
        List<Path> files = SeveralFiles.in(given);
        if (files.isEmpty()) {
            throw new IllegalArgumentException(property + ": there is no file in " + given);
        }
        return files.stream()
                .flatMap(file -> TrustAnchorFile.read(property, file, clock.instant()).stream())
                .collect(Collectors.toSet());
    }
}
