package est.faults;

import static org.assertj.core.api.Assertions.assertThat;

import est.benchmark.Answer;
import est.faults.SharedSite.Ground;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A ledger that never complains would prove nothing: here each rule is broken once, in a transaction that is rolled back, in a
 * record that real servers wrote.
 */
@ExtendWith(SharedSite.class)
class LedgerTest {

    /** The latest certificate that a secret bought, and its enrollment. */
    private static final String CERTIFICATE =
            "(select id from est.certificate where enrollment in (select id from est.enrollment where credential is not null)"
                    + " order by created_at desc limit 1)";

    private static final String ENROLLMENT = "(select enrollment from est.certificate where id = " + CERTIFICATE + ")";

    private final Receipts receipts = new Receipts();
    private Site site;
    private Request ofDevice;
    private Request ofSecret;

    @BeforeEach
    void enroll(Ground ground) throws Exception {
        site = ground.site();
        site.heal();
        ofDevice = granted(site.requests().ofDevice());
        ofSecret = granted(site.requests().withSecrets(1).get(0));
        assertThat(violationsAfter()).isEmpty();
    }

    private Request granted(Request request) throws Exception {
        Patience.await(
                "a certificate",
                () -> request.status(site.replica(0).port(), receipts).orElse(0) == 200);
        return request;
    }

    /** What the ledger says when these statements were run. */
    private List<String> violationsAfter(String... statements) throws SQLException {
        try (Connection connection = site.database().owner();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // nobody waits for a lock that a request holds just now
            statement.execute("set local lock_timeout = '20s'");
            for (String sql : statements) {
                statement.execute(sql);
            }
            List<String> violations = site.ledger().check(connection, receipts);
            connection.rollback();
            return violations;
        }
    }

    private static void complains(List<String> violations, String rule, String text) {
        assertThat(violations)
                .anySatisfy(line -> assertThat(line).startsWith(rule + ": ").contains(text));
    }

    private static String without(String table, String constraint) {
        return "alter table est." + table + " drop constraint " + constraint;
    }

    @Test
    void I_1_a_certificate_that_is_not_recorded() throws Exception {
        complains(violationsAfter("delete from est.certificate where id = " + CERTIFICATE), "I-1", "is not recorded");
    }

    @Test
    void I_1_a_certificate_that_is_recorded_with_other_octets() throws Exception {
        complains(
                violationsAfter(
                        "update est.certificate c set der = (select der from est.certificate o where o.id <> c.id limit 1)"
                                + " where id = " + CERTIFICATE),
                "I-1",
                "other octets");
    }

    @Test
    void I_1_a_certificate_whose_enrollment_is_not_issued() throws Exception {
        complains(
                violationsAfter("update est.enrollment set state = 'UNKNOWN' where id = " + ENROLLMENT),
                "I-1",
                "its record is UNKNOWN");
    }

    @Test
    void I_1_a_part_of_an_answer_without_a_certificate() throws Exception {
        Request never = site.requests().ofDevice();
        receipts.note(never, new Answer(200, Map.of(), new byte[] {'M'}, false));
        complains(violationsAfter(), "I-1", "a part of an answer");
    }

    @Test
    void I_2_a_certificate_without_an_enrollment() throws Exception {
        complains(
                violationsAfter(
                        without("certificate", "certificate_enrollment_fkey"),
                        "update est.certificate set enrollment = gen_random_uuid() where id = " + CERTIFICATE),
                "I-2",
                "no enrollment that explains it");
    }

    @Test
    void I_2_a_certificate_with_another_serial_than_intended() throws Exception {
        complains(
                violationsAfter("update est.enrollment set serial = '\\x0102' where id = " + ENROLLMENT),
                "I-2",
                "no enrollment that explains it");
    }

    @Test
    void I_3_two_live_certificates_for_one_request() throws Exception {
        complains(
                violationsAfter(
                        "create temp table twin as select * from est.enrollment where id = " + ENROLLMENT,
                        "create temp table copy as select * from est.certificate where id = " + CERTIFICATE,
                        "update twin set id = gen_random_uuid(), serial = '\\x0102', replay_key = null, credential = null",
                        "update copy set id = gen_random_uuid(), serial = '\\x0102', enrollment = (select id from twin)",
                        "insert into est.enrollment select * from twin",
                        "insert into est.certificate select * from copy"),
                "I-3",
                "2 live certificates");
    }

    @Test
    void I_3_a_request_that_was_answered_with_two_certificates() throws Exception {
        Receipts mixed = new Receipts();
        receipts.certificates().forEach(receipt -> mixed.note(ofDevice, receipt.answer()));
        try (Connection connection = site.database().owner()) {
            complains(site.ledger().check(connection, mixed), "I-3", "two certificates");
        }
    }

    @Test
    void I_4_a_serial_that_is_there_twice() throws Exception {
        complains(
                violationsAfter(
                        without("certificate", "certificate_issuer_serial_key"),
                        "update est.certificate set serial = (select serial from est.certificate where id <> "
                                + CERTIFICATE + " limit 1) where id = " + CERTIFICATE),
                "I-4",
                "is there 2 times");
    }

    @Test
    void I_4_a_serial_that_is_not_positive() throws Exception {
        complains(
                violationsAfter("update est.enrollment set serial = '\\x80' where id = " + ENROLLMENT),
                "I-4",
                "not positive");
    }

    @Test
    void I_4_serials_that_are_counted_instead_of_drawn() throws Exception {
        complains(
                violationsAfter(
                        "insert into est.enrollment (id, label, operation, identity, profile, ca, spki_sha256, request,"
                                + " granted, serial, not_before, not_after, state, request_reference, address)"
                                + " select gen_random_uuid(), label, operation, identity, profile, 'other', spki_sha256, request, granted,"
                                + " decode('7f' || lpad(to_hex(n), 30, '0'), 'hex'), not_before, not_after, 'INTENT', 'r', 'a'"
                                + " from est.enrollment, generate_series(1, 70) n where id = " + ENROLLMENT,
                        "create temp table kept as select id from est.enrollment where ca = 'other'",
                        "alter table est.certificate drop constraint certificate_enrollment_fkey",
                        "alter table est.enrollment drop constraint enrollment_repeats_fkey",
                        "delete from est.enrollment where id not in (select id from kept)"),
                "I-4",
                "of all 70 serials");
    }

    @Test
    void I_5_a_certificate_for_somebody_elses_key_and_name() throws Exception {
        Receipts swapped = new Receipts();
        receipts.certificates()
                .forEach(
                        receipt -> swapped.note(receipt.request() == ofDevice ? ofSecret : ofDevice, receipt.answer()));
        try (Connection connection = site.database().owner()) {
            List<String> violations = site.ledger().check(connection, swapped);
            complains(violations, "I-5", "holds another key");
            complains(violations, "I-5", "holds another name");
            complains(violations, "I-11", "not paid with the secret");
        }
    }

    @Test
    void I_5_a_certificate_with_another_validity_than_granted() throws Exception {
        complains(
                violationsAfter(
                        "update est.enrollment set not_after = not_after + interval '1 day' where id = " + ENROLLMENT),
                "I-5",
                "another validity");
    }

    @Test
    void I_5_a_certificate_that_the_ca_did_not_sign() throws Exception {
        Receipts forged = new Receipts();
        receipts.certificates().forEach(receipt -> {
            byte[] der = Base64.getMimeDecoder().decode(receipt.answer().body());
            byte[] changed = der.clone();
            // in the middle of the name of the issuer or the signature, wherever it stays a certificate
            changed[indexOf(changed, "bench-".getBytes(java.nio.charset.StandardCharsets.US_ASCII)) + 5] = '_';
            forged.note(
                    receipt.request(),
                    new Answer(200, Map.of(), Base64.getEncoder().encode(changed), true));
        });
        try (Connection connection = site.database().owner()) {
            List<String> violations = site.ledger().check(connection, forged);
            complains(violations, "I-5", "not signed by the CA");
            complains(violations, "I-5", "holds another name");
        }
    }

    private static int indexOf(byte[] octets, byte[] part) {
        int at = 0;
        while (!Arrays.equals(octets, at, at + part.length, part, 0, part.length)) {
            at++;
        }
        return at;
    }

    @Test
    void I_9_an_enrollment_without_the_event_of_its_end() throws Exception {
        List<String> violations = violationsAfter(
                "alter table est.audit_event disable trigger user",
                "delete from est.audit_event where event = 'GRANTED' and enrollment = " + ENROLLMENT);
        complains(violations, "I-9", "is ISSUED with 0 events");
        complains(violations, "I-9", "has 0 audit events that grant it");
    }

    @Test
    void I_9_an_enrollment_with_two_ends() throws Exception {
        complains(
                violationsAfter(
                        "insert into est.audit_event (event, enrollment) values ('NOT_ISSUED', " + ENROLLMENT + ")"),
                "I-9",
                "is ISSUED with 2 events");
    }

    @Test
    void I_11_a_secret_that_has_a_certificate_and_is_not_spent() throws Exception {
        complains(
                violationsAfter("update est.credential set spent_at = null, spent_by = null where id ="
                        + " (select credential from est.enrollment where id = " + ENROLLMENT + ")"),
                "I-11",
                "is not spent by it");
    }

    @Test
    void I_11_a_secret_that_is_spent_and_bought_nothing() throws Exception {
        complains(
                violationsAfter("update est.enrollment set credential = null where id = " + ENROLLMENT),
                "I-11",
                "bought no certificate");
    }

    @Test
    void I_12_a_certificate_with_the_time_of_a_wrong_clock() throws Exception {
        complains(
                violationsAfter("update est.certificate set not_before = not_before - interval '1 day' where id = "
                        + CERTIFICATE),
                "I-12",
                "is valid from");
    }

    @Test
    void T_17_a_key_with_certificates_of_two_holders() throws Exception {
        complains(
                violationsAfter("update est.certificate set spki_sha256 = (select e.spki_sha256 from est.enrollment e"
                        + " where e.state = 'ISSUED' and e.holder <> (select holder from est.enrollment where id = "
                        + ENROLLMENT + ") limit 1) where id = " + CERTIFICATE),
                "T-17",
                "has certificates of");
    }

    @Test
    void a_state_that_no_fault_explains() throws Exception {
        complains(
                violationsAfter("update est.enrollment set state = 'PENDING' where id = " + ENROLLMENT),
                "I-2",
                "which no fault explains");
    }
}
