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
import org.jboss.logging.Logger;

/** Labels, their profiles and their trust anchors: one part, since only together they can be judged. */
@ApplicationScoped
class ReloadableLabels implements Replaceable {

    private static final Logger LOG = Logger.getLogger(ReloadableLabels.class);

    private final SettingsSources sources;
    private final ConfiguredLabels configured;
    private final LabelSettings atStart;
    private final Instance<LabelsInForce> inForce;

    ReloadableLabels(
            SettingsSources sources,
            ConfiguredLabels configured,
            LabelSettings atStart,
            Instance<LabelsInForce> inForce) {
        this.sources = sources;
        this.configured = configured;
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
        files.addAll(atStart.trustAnchors().values());
        files.addAll(sources.pathsUnder("est.trust-anchors."));
        return FileDigest.of(files);
    }

    @Override
    public void replace() {
        SmallRyeConfig now = sources.read();
        Labels next = configured.labels(
                now.getConfigMapping(LabelSettings.class), now.getConfigMapping(ProfileSettings.class));
        inForce.get().replace(next);
        Set<String> waiting = sources.waitingForRestart(now);
        if (!waiting.isEmpty()) {
            LOG.warnf("Reload: these settings have changed and count from the next start on: %s", waiting);
        }
    }
}
