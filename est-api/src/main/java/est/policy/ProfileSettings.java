package est.policy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Enrollment profiles: {@code est.profile.<name>.…}. The groups are those of the rules that are made of them. */
@ConfigMapping(prefix = "est.profile")
public interface ProfileSettings {

    /** Profiles by name; a profile that is named nowhere has the default rules. */
    @WithParentName
    @WithDefaults
    Map<String, Profile> profiles();

    /** One profile. */
    interface Profile {

        /** See {@link KeyRule}. */
        @WithParentName
        Key keyRule();

        /** See {@link SubjectRule}. */
        @WithParentName
        Subject subjectRule();

        /** See {@link AlternativeNameRule}. */
        @WithParentName
        AlternativeNames alternativeNameRule();

        /** See {@link UsageRule}. */
        @WithParentName
        Usages usageRule();

        /** Whether a manufacturer certificate that has ended still identifies its device: refuse or accept. */
        @WithDefault("refuse")
        ExpiredCertificates expiredManufacturerCertificates();

        /** See {@link ValidityRule}. */
        @WithParentName
        Validity validityRule();

        /** See {@link RenewalRule}. */
        @WithParentName
        Renewal renewalRule();

        /** See {@link ExtensionRule}. */
        @WithParentName
        Extensions extensionRule();
    }

    /** Which keys may be certified, and how a request must prove that it holds one. */
    interface Key {

        /** Allowed keys: RSA-2048, RSA-3072, RSA-4096, P-256, P-384. */
        @WithDefault("RSA-2048,RSA-3072,RSA-4096,P-256,P-384")
        Set<String> keys();

        /** Allowed signatures of requests, by their Java names. */
        @WithDefault("SHA256withRSA,SHA384withRSA,SHA512withRSA,SHA256withRSA/PSS,SHA384withRSA/PSS,SHA512withRSA/PSS,"
                + "SHA256withECDSA,SHA384withECDSA,SHA512withECDSA")
        Set<String> signatureAlgorithms();

        /** Whether a key may be certified that was certified before for other names or under another label: own (no) or any. */
        @WithDefault("own")
        KeyReuse keyReuse();
    }

    /** What a subject consists of. */
    interface Subject {

        /**
         * The subject as a template: attributes with fixed text and variables, {@code CN={request.CN},O=Example}. Without it the
         * subject is that of the request.
         */
        Optional<String> subject();

        /** Attribute types a subject may consist of: CN, serialNumber, O, OU, L, ST, C, DC, UID, emailAddress. */
        @WithDefault("CN,serialNumber,O,OU,L,ST,C")
        Set<String> subjectAttributes();

        /** Attribute types a subject must have. */
        Optional<Set<String>> requiredSubjectAttributes();

        /** Regular expression for common names that are not DNS names. */
        @WithDefault("[A-Za-z0-9](?:[A-Za-z0-9._:@ -]{0,62}[A-Za-z0-9])?")
        String deviceId();
    }

    /** Which alternative names a device may have beside its own name. */
    interface AlternativeNames {

        /** Domains under which a device may add its common name as a dNSName, without leading dot. */
        Optional<List<String>> dnsSuffixes();

        /** Networks, as {@code 192.0.2.0/24} or {@code 2001:db8::/32}, any address of which a device may have. */
        Optional<List<String>> ipRanges();

        /** Schemes of URIs that a device may have. */
        Optional<Set<String>> uriSchemes();

        /** Hosts that such URIs may name, themselves or hosts below; without it any, or none. */
        Optional<List<String>> uriHosts();

        /** Domains under which a device may have a mail address with its own name in front of the at sign. */
        @WithName("rfc822-domains")
        Optional<List<String>> mailDomains();

        /** Dotted OIDs of otherName types whose value may be the device's own name. */
        Optional<Set<String>> otherNames();

        /** Whether a common name that is a DNS name is added as a dNSName. */
        @WithDefault("false")
        boolean copyCommonName();
    }

    /** What a certificate may be used for. */
    interface Usages {

        /**
         * Extended key usages: serverAuth, clientAuth, emailProtection, or dotted OIDs that name no CA or RA right. cmcRA makes
         * registration authorities: no label can have such a profile, only a one-time secret can name it.
         */
        @WithDefault("serverAuth,clientAuth")
        List<String> extendedKeyUsages();

        /** What differs for RSA keys. */
        OfKeyType rsa();

        /** What differs for keys on an elliptic curve. */
        OfKeyType ec();
    }

    /** Usages of one type of key. */
    interface OfKeyType {

        /** digitalSignature, nonRepudiation, and as the type of key allows: keyEncipherment, dataEncipherment, keyAgreement. */
        Optional<Set<String>> keyUsages();

        /** Instead of those of the profile. */
        Optional<List<String>> extendedKeyUsages();
    }

    /** How long a certificate lives. */
    interface Validity {

        /** From now on; cut to the CA's own validity. */
        @WithDefault("90d")
        Duration validity();

        /** A date that no certificate outlives: {@code 2030-12-31T23:59:59Z}. */
        Optional<String> notAfter();

        /** How far notBefore lies in the past. */
        @WithDefault("5m")
        Duration backdating();
    }

    /** When and how a certificate renews itself. */
    interface Renewal {

        /** How long before its end a certificate may be renewed at the earliest; without it at any time. */
        Optional<Duration> renewalWindow();

        /** How long after its end a certificate may still renew itself. */
        @WithDefault("0s")
        Duration renewalGrace();

        /** Whether a re-enrollment without alternative names keeps those of the certificate. */
        @WithDefault("true")
        boolean inheritAtRenewal();

        /** ChangeSubjectName (RFC 6402 §2.8): refuse or allow. */
        @WithDefault("refuse")
        NameChanges changeSubjectName();
    }

    /** What becomes of other requested extensions. */
    interface Extensions {

        /** Dotted OIDs of extensions that are copied from the request into the certificate. */
        Optional<Set<String>> extensions();

        /** What happens to a requested extension that the profile cannot grant: drop or refuse. */
        @WithDefault("drop")
        UnlistedExtensions unlistedExtensions();
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

    /** What happens to a request for other names at re-enrollment. */
    enum NameChanges {
        /** It is refused. */
        REFUSE,
        /** It is granted if the new names are those of the same device and within the profile. */
        ALLOW
    }

    /** What happens to requested extensions outside the profile. */
    enum UnlistedExtensions {
        /** The certificate is issued without it. */
        DROP,
        /** The request is refused. */
        REFUSE
    }
}
