package est.policy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Enrollment profiles: {@code est.profile.<name>.…}. */
@ConfigMapping(prefix = "est.profile")
public interface ProfileSettings {

    /** Profiles by name; a profile that is named nowhere has the default rules. */
    @WithParentName
    @WithDefaults
    Map<String, Profile> profiles();

    /** One profile. */
    interface Profile {

        /** Allowed keys: RSA-2048, RSA-3072, RSA-4096, P-256, P-384. */
        @WithDefault("RSA-2048,RSA-3072,RSA-4096,P-256,P-384")
        Set<String> keys();

        /** How long a certificate lives; cut to the CA's own validity. */
        @WithDefault("90d")
        Duration validity();

        /** How far notBefore lies in the past. */
        @WithDefault("5m")
        Duration backdating();

        /** Extended key usages: serverAuth, clientAuth, emailProtection, or dotted OIDs that name no CA or RA right. */
        @WithDefault("serverAuth,clientAuth")
        List<String> extendedKeyUsages();

        /** Attribute types a subject may consist of: CN, serialNumber, O, OU, L, ST, C, DC, UID. */
        @WithDefault("CN,serialNumber,O,OU,L,ST,C")
        Set<String> subjectAttributes();

        /** Regular expression for common names that are not DNS names. */
        @WithDefault("[A-Za-z0-9](?:[A-Za-z0-9._:@ -]{0,62}[A-Za-z0-9])?")
        String deviceId();

        /** Domains under which a device may add its common name as a dNSName, without leading dot. */
        Optional<List<String>> dnsSuffixes();

        /** What happens to a requested extension that the profile cannot grant: drop or refuse. */
        @WithDefault("drop")
        UnlistedExtensions unlistedExtensions();

        /** Whether a key may be certified that was certified before for other names or under another label: own (no) or any. */
        @WithDefault("own")
        KeyReuse keyReuse();

        /** Whether a manufacturer certificate that has ended still identifies its device: refuse or accept. */
        @WithDefault("refuse")
        ExpiredCertificates expiredManufacturerCertificates();
    }

    /** Which manufacturer certificates count. */
    enum ExpiredCertificates {
        /** Those that are valid now. */
        REFUSE,
        /** Also those that have ended. */
        ACCEPT
    }

    /** Whose keys may be certified. */
    enum KeyReuse {
        /** A key that was certified before only for the same names under the same label. */
        OWN,
        /** Any key. */
        ANY
    }

    /** What happens to requested extensions outside the profile. */
    enum UnlistedExtensions {
        /** The certificate is issued without it. */
        DROP,
        /** The request is refused. */
        REFUSE
    }
}
