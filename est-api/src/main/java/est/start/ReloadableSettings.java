package est.start;

import est.approval.Approval;
import est.approval.ApprovalRules;
import est.approval.ApprovalSettings;
import est.policy.LabelSettings;
import est.policy.Labels;
import est.policy.LabelsInForce;
import est.policy.ProfileSettings;
import est.settings.SettingsInForce;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Labels, their profiles and trust anchors, the parties outside, and how requests wait: one part, since only together they can be
 * judged.
 */
@ApplicationScoped
class ReloadableSettings implements Replaceable {

    private static final Logger LOG = Logger.getLogger(ReloadableSettings.class);

    /** Settings that name files, lists of them spelled with commas or with indexes. */
    private static final Pattern FILES =
            Pattern.compile("est\\.(trust-anchors|intermediates|revocation\\.[a-z0-9]+\\.crl-files)\\b.*"
                    + "|est\\.(authorizer|webhook)\\.[a-z0-9]+\\.secret-file");

    private final SettingsSources sources;
    private final ConfiguredLabels configured;
    private final ConfiguredTrust trust;
    private final ConfiguredParties parties;
    private final Approval approval;
    private final LabelSettings atStart;
    private final Instance<LabelsInForce> inForce;
    private final SettingsInForce settings;

    ReloadableSettings(
            SettingsSources sources,
            ConfiguredLabels configured,
            ConfiguredTrust trust,
            ConfiguredParties parties,
            Approval approval,
            LabelSettings atStart,
            Instance<LabelsInForce> inForce,
            SettingsInForce settings) {
        this.sources = sources;
        this.configured = configured;
        this.trust = trust;
        this.parties = parties;
        this.approval = approval;
        this.atStart = atStart;
        this.inForce = inForce;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "settings";
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

    /** Everything is read and checked before anything is put in force (I-13). */
    @Override
    public void replace() {
        SmallRyeConfig now = sources.read();
        ApprovalRules waiting = ApprovalRules.of(now.getConfigMapping(ApprovalSettings.class));
        Labels labels;
        try (ConfiguredParties.Prepared prepared = parties.prepare(now)) {
            labels = configured.labels(
                    now.getConfigMapping(LabelSettings.class),
                    now.getConfigMapping(ProfileSettings.class),
                    prepared.authorizers());
            prepared.replace();
        }
        inForce.get().replace(labels);
        trust.inForce(labels);
        approval.replace(waiting);
        tell(now);
    }

    private void tell(SmallRyeConfig now) {
        Set<String> later = sources.waitingForRestart(now);
        settings.reloaded(now, later);
        if (!later.isEmpty()) {
            LOG.warnf("Reload: these settings have changed and count from the next start on: %s", later);
        }
    }
}
