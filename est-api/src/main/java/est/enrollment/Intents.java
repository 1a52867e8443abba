package est.enrollment;

import est.identity.ClientIdentity;
import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.policy.DeviceName;
import est.record.CertificateKey;
import est.record.GrantText;
import est.record.IdentityLimit;
import est.record.Intent;
import est.record.RepeatRule;
import est.record.RowId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** Writes down what is about to be signed, and which repeats count as the same request (I-2, I-3). */
final class Intents {

    private Intents() {}

    static Intent of(GrantedEnrollment granted) {
        EnrollmentRequest asked = granted.asked();
        CertificateContent content = granted.grant().content();
        return new Intent(
                RowId.next(),
                asked.label().name(),
                asked.operation().segment(),
                granted.identity().name(),
                granted.application().profile().name(),
                asked.label().ca(),
                granted.request().publicKey().sha256(),
                granted.request().encoded(),
                GrantText.of(content),
                granted.serial(),
                granted.application().now(),
                content.notBefore(),
                content.notAfter(),
                repeats(granted),
                holder(content),
                granted.application().profile().keys().shared(),
                granted.identity().credential(),
                granted.grant().renews().map(CertificateKey::of),
                asked.reference(),
                asked.address(),
                granted.registry());
    }

    private static RepeatRule repeats(GrantedEnrollment granted) {
        return new RepeatRule(
                replayKey(granted),
                granted.asked().label().repeats().replayWindow(),
                device(granted),
                duplicates(granted),
                limit(granted));
    }

    /** A registration authority enrolls for many, and its certificate is named in the settings. */
    private static Optional<IdentityLimit> limit(GrantedEnrollment granted) {
        return granted.identity().kind() == ClientIdentity.Kind.REGISTRATION_AUTHORITY
                ? Optional.empty()
                : granted.asked()
                        .label()
                        .repeats()
                        .rate()
                        .map(rate -> new IdentityLimit(rate.enrollments(), rate.window()));
    }

    /** A device that shows a certificate of this label is no duplicate of itself, but still one at a time. */
    private static RepeatRule.Duplicates duplicates(GrantedEnrollment granted) {
        boolean known = granted.identity().kind() == ClientIdentity.Kind.ISSUED_CERTIFICATE;
        return switch (granted.asked().label().repeats().duplicates()) {
            case ALLOW, REPLAY -> RepeatRule.Duplicates.ALLOWED;
            case REJECT -> known ? RepeatRule.Duplicates.ALLOWED_ONE_BY_ONE : RepeatRule.Duplicates.REFUSED;
            case REPLACE -> known ? RepeatRule.Duplicates.ALLOWED_ONE_BY_ONE : RepeatRule.Duplicates.SUPERSEDING;
            case APPROVE -> known ? RepeatRule.Duplicates.ALLOWED_ONE_BY_ONE : RepeatRule.Duplicates.APPROVED;
        };
    }

    /** Whose duplicate it could be. A bootstrap certificate is not the one it leads to. */
    private static byte[] device(GrantedEnrollment granted) {
        CertificateContent content = granted.grant().content();
        Optional<String> name = DeviceName.of(content);
        MessageDigest digest = sha256();
        update(digest, granted.asked().label().name());
        update(digest, granted.asked().operation() == EnrollmentOperation.BOOTSTRAP ? "bootstrap" : "enrollment");
        if (name.isPresent()) {
            update(digest, name.get());
        } else {
            update(digest, holder(content));
        }
        return digest.digest();
    }

    /**
     * Label, operation, identity, key and the names the policy granted, never the request's bytes: with a channel binding they
     * differ. Nor the names an authorizer decided on: it may decide otherwise at the repeat, which is no second request for that (I-3).
     */
    static byte[] replayKey(GrantedEnrollment granted) {
        MessageDigest digest = sha256();
        update(digest, granted.asked().label().name());
        update(digest, granted.asked().operation().segment());
        update(digest, granted.identity().name());
        update(digest, granted.request().publicKey().sha256());
        update(digest, granted.judged().content().subject().getEncoded());
        updateAlternativeNames(digest, granted.judged().content());
        return digest.digest();
    }

    /**
     * Whose certificate it is: the granted names, which a renewal keeps. By value (RFC 5280 §7.1), since a renewal takes its
     * names from the certificate, and a CA like Vault writes other string types than the first request did.
     */
    private static byte[] holder(CertificateContent content) {
        MessageDigest digest = sha256();
        update(digest, content.subject().getName(X500Principal.CANONICAL));
        updateAlternativeNames(digest, content);
        return digest.digest();
    }

    private static void updateAlternativeNames(MessageDigest digest, CertificateContent content) {
        content.alternativeNames().stream().map(Intents::canonical).sorted().forEach(name -> update(digest, name));
    }

    /** The order of alternative names has no meaning. */
    private static String canonical(AlternativeName name) {
        return name.kind() + ":" + Base64.getEncoder().encodeToString(name.content());
    }

    private static void update(MessageDigest digest, String text) {
        update(digest, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Each part with its length, so that no two lists of parts are the same octets. */
    private static void update(MessageDigest digest, byte[] octets) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(octets.length).flip());
        digest.update(octets);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
