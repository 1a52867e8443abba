package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.Answered;
import est.record.Opening.KeyRefused;
import est.record.Opening.Opened;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which keys open no enrollment, as the record knows them. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class KeyRulesTest extends RecordTest {
    private final byte[] spki = Enrollments.newKey();

    @Inject
    BlockedKeys blockedKeys;

    private Intent intent(byte[] replayKey, String label, String holder) {
        return intent(replayKey, label, holder, false, Optional.empty());
    }

    private Intent intent(byte[] replayKey, String label, String holder, boolean sharesKey, Optional<UUID> secret) {
        return Enrollments.intent(spki, replayKey, label, holder, sharesKey, Enrollments.newSerial(), secret);
    }

    private X509Certificate certified(byte[] replayKey, String label, String holder) {
        BigInteger serial = Enrollments.newSerial();
        Opened opened = opened(Enrollments.intent(spki, replayKey, label, holder, false, serial, Optional.empty()));
        X509Certificate certificate = Enrollments.certificate(serial);
        await(enrollments.issued(opened, certificate));
        return certificate;
    }

    private void refused(KeyRefused.Why why, Intent intent) {
        assertThat(open(intent)).isEqualTo(new KeyRefused(why));
        assertThat(sql.ask("select 1 from est.enrollment where id = '" + intent.id() + "'"))
                .isEqualTo("nothing");
    }

    private int block() {
        return await(blockedKeys.block(List.of(spki), "a test", "operator ann"));
    }

    @Test
    void T_14_a_blocked_key_opens_nothing_and_leaves_the_secret_free() {
        UUID secret = newSecret();
        block();

        refused(KeyRefused.Why.BLOCKED, intent(Enrollments.newKey(), "default", "device", true, Optional.of(secret)));

        assertThat(sql.ask("select reserved_by is null and spent_at is null from est.credential where id = '" + secret
                        + "'"))
                .isEqualTo("t");
    }

    @Test
    void T_14_blocking_a_key_takes_effect_on_the_repeat_of_an_answered_request() {
        byte[] replayKey = Enrollments.newKey();
        certified(replayKey, "default", "device");
        assertThat(open(intent(replayKey, "default", "device"))).isInstanceOf(Answered.class);
        block();

        refused(KeyRefused.Why.BLOCKED, intent(replayKey, "default", "device"));
    }

    @Test
    void T_14_blocking_twice_changes_nothing_and_is_audited_once() {
        String events = "select count(*) from est.audit_event where event = 'KEYS_BLOCKED' and actor = 'operator ann'"
                + " and reason = '1 from a test'";
        long before = Long.parseLong(sql.ask(events));

        assertThat(block()).isEqualTo(1);
        assertThat(block()).isZero();

        assertThat(Long.parseLong(sql.ask(events))).isEqualTo(before + 1);
    }

    @Test
    void T_14_two_overlapping_lists_at_once_are_both_blocked() {
        List<byte[]> keys =
                java.util.stream.Stream.generate(Enrollments::newKey).limit(500).toList();
        List<byte[]> reversed = new java.util.ArrayList<>(keys);
        java.util.Collections.reverse(reversed);

        List<Integer> added = atOnce(4, n -> blockedKeys.block(n % 2 == 0 ? keys : reversed, "a test", "test"));

        assertThat(added.stream().mapToInt(Integer::intValue).sum()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource
    void T_14_revocation_blocks_the_key_if_it_is_compromised_and_only_then(RevocationReason reason) {
        X509Certificate certificate = certified(Enrollments.newKey(), "default", "device");

        await(certificates.revoke(CertificateKey.of(certificate), reason, "test"));

        assertThat(sql.ask("select source from est.blocked_key where spki_sha256 = decode('"
                        + HexFormat.of().formatHex(spki) + "', 'hex')"))
                .isEqualTo(reason == RevocationReason.KEY_COMPROMISE ? "revoked for key compromise" : "nothing");
    }

    @Test
    void T_14_a_key_that_cannot_be_blocked_is_not_revoked_either() throws SQLException {
        CertificateKey key = CertificateKey.of(certified(Enrollments.newKey(), "default", "device"));
        sql.asOwner("alter table est.blocked_key add constraint none check (source = 'a test') not valid");
        try {
            assertThat(failure(certificates.revoke(key, RevocationReason.KEY_COMPROMISE, "test")))
                    .isEqualTo(RecordFailure.Kind.UNAVAILABLE);
        } finally {
            sql.asOwner("alter table est.blocked_key drop constraint none");
        }
        assertThat(await(certificates.find(key.issuer(), key.serial()))
                        .orElseThrow()
                        .status())
                .isEqualTo(RecordedCertificate.Status.VALID);
    }

    @Test
    void T_14_the_application_cannot_unblock_a_key() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> sql.asApplication("delete from est.blocked_key"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void T_17_a_key_certified_for_other_names_is_refused_and_leaves_the_secret_free() {
        UUID secret = newSecret();
        certified(Enrollments.newKey(), "default", "device1");

        refused(
                KeyRefused.Why.OF_ANOTHER,
                intent(Enrollments.newKey(), "default", "device2", false, Optional.of(secret)));

        assertThat(sql.ask("select reserved_by is null from est.credential where id = '" + secret + "'"))
                .isEqualTo("t");
    }

    @Test
    void T_17_the_same_names_under_another_label_are_another_holder() {
        certified(Enrollments.newKey(), "default", "device1");

        refused(KeyRefused.Why.OF_ANOTHER, intent(Enrollments.newKey(), "nmos", "device1"));
    }

    @Test
    void T_17_the_holder_itself_may_have_its_key_certified_again() {
        certified(Enrollments.newKey(), "default", "device1");

        assertThat(open(intent(Enrollments.newKey(), "default", "device1"))).isInstanceOf(Opened.class);
    }

    @Test
    void T_17_a_revoked_certificate_still_says_whose_the_key_is() {
        X509Certificate certificate = certified(Enrollments.newKey(), "default", "device1");
        await(certificates.revoke(CertificateKey.of(certificate), RevocationReason.SUPERSEDED, "test"));

        refused(KeyRefused.Why.OF_ANOTHER, intent(Enrollments.newKey(), "default", "device2"));
    }

    @Test
    void T_17_an_enrollment_without_certificate_says_nothing_about_the_key() {
        await(enrollments.notIssued(
                opened(intent(Enrollments.newKey(), "default", "device1")), Outcome.REFUSED, "the CA refused"));

        assertThat(open(intent(Enrollments.newKey(), "default", "device2"))).isInstanceOf(Opened.class);
    }

    @Test
    void T_17_where_the_profile_allows_it_a_key_may_be_anybodys() {
        certified(Enrollments.newKey(), "default", "device1");

        assertThat(open(intent(Enrollments.newKey(), "default", "device2", true, Optional.empty())))
                .isInstanceOf(Opened.class);
    }

    @Test
    void T_17_rows_of_the_version_before_name_no_holder_and_are_nobody_elses() throws SQLException {
        byte[] replayKey = Enrollments.newKey();
        certified(replayKey, "default", "device1");
        sql.asApplication("update est.enrollment set holder = null where replay_key = decode('"
                + HexFormat.of().formatHex(replayKey) + "', 'hex')");

        assertThat(open(intent(Enrollments.newKey(), "default", "device2"))).isInstanceOf(Opened.class);
        refused(KeyRefused.Why.OF_ANOTHER, intent(Enrollments.newKey(), "nmos", "device2"));
    }
}
