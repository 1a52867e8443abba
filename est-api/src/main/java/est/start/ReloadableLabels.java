package est.start;

import est.policy.LabelSettings;
import est.policy.Labels;
import est.policy.LabelsInForce;
import est.policy.ProfileSettings;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Labels, their profiles and their trust anchors: one part, since only together they can be judged. */
@ApplicationScoped
class ReloadableLabels implements Replaceable {

    private static final Logger LOG = Logger.getLogger(ReloadableLabels.class);

    /** Settings that name files, lists of them spelled with commas or with indexes. */
    private static final Pattern FILES =
            Pattern.compile("est\\.(trust-anchors|intermediates|revocation\\.[a-z0-9]+\\.crl-files)\\b.*");

    private final SettingsSources sources;
    private final ConfiguredLabels configured;
    private final ConfiguredTrust trust;
    private final LabelSettings atStart;
    private final Instance<LabelsInForce> inForce;

    ReloadableLabels(
            SettingsSources sources,
            ConfiguredLabels configured,
            ConfiguredTrust trust,
            LabelSettings atStart,
            Instance<LabelsInForce> inForce) {
        this.sources = sources;
        this.configured = configured;
        this.trust = trust;
        this.atStart = atStart;
        this.inForce = inForce;
    }

    @Override
    public String name() {
        return "labels";
    }

    @Override
    public String contents() {
        Set<Path> files = new TreeSet<>(sources.files());
        atStart.trustAnchors().values().forEach(files::addAll);
        atStart.intermediates().values().forEach(files::addAll);
        atStart.revocation().values().forEach(rule -> rule.crlFiles().ifPresent(files::addAll));
        files.addAll(sources.pathsNamed(FILES));
        return FileDigest.of(new TreeSet<>(SeveralFiles.in(files)));
    }

    @Override
    public void replace() {
        SmallRyeConfig now = sources.read();
        Labels next = configured.labels(
                now.getConfigMapping(LabelSettings.class), now.getConfigMapping(ProfileSettings.class));
        inForce.get().replace(next);
        trust.inForce(next);
        Set<String> waiting = sources.waitingForRestart(now);
        if (!waiting.isEmpty()) {
            LOG.warnf("Reload: these settings have changed and count from the next start on: %s", waiting);
        }
    }
}
