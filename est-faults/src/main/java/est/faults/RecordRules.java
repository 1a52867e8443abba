package est.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What must hold between the rows of the record themselves; each question returns one line for each row that breaks it. */
final class RecordRules {

    private static final String STATES = """
            select 'I-2: enrollment ' || id || ' is ' || state || ', which no fault explains' from est.enrollment
            where state not in ('INTENT', 'SIGNING', 'UNKNOWN', 'ISSUED', 'REFUSED', 'NOT_ISSUED', 'ORPHAN')
            """;
    private static final String CERTIFICATES_ARE_ISSUED = """
            select 'I-1: certificate ' || encode(c.serial, 'hex') || ' is recorded, its enrollment is ' || e.state
            from est.certificate c join est.enrollment e on e.id = c.enrollment where e.state not in ('ISSUED', 'ORPHAN')
            union all
            select 'I-1: enrollment ' || e.id || ' is ISSUED without a certificate' from est.enrollment e
            where e.state = 'ISSUED' and not exists (select from est.certificate c where c.enrollment = e.id)
            """;
    private static final String CERTIFICATES_HAVE_INTENTS = """
            select 'I-2: certificate ' || encode(c.serial, 'hex') || ' has no enrollment that explains it'
            from est.certificate c left join est.enrollment e on e.id = c.enrollment
            where e.id is null or e.serial <> c.serial or e.spki_sha256 <> c.spki_sha256 or e.ca <> c.ca or e.label <> c.label
            """;
    private static final String ONE_REQUEST_ONE_CERTIFICATE = """
            select 'I-3: ' || count(*) || ' live certificates of ' || min(e.identity) || ' for one key and name: '
              || string_agg(encode(c.serial, 'hex'), ' ')
            from est.enrollment e join est.certificate c on c.enrollment = e.id
            where e.state = 'ISSUED' and c.status = 'VALID' and c.not_after > now()
              and c.created_at > now() - interval '24 hours'
            group by e.label, e.operation, e.identity, e.spki_sha256, e.granted::jsonb -> 'subject',
              e.granted::jsonb -> 'alternativeNames'
            having count(*) > 1
            """;
    private static final String ONE_KEY_ONE_HOLDER = """
            select 'T-17: key ' || encode(c.spki_sha256, 'hex') || ' has certificates of ' || string_agg(distinct e.identity, ' and ')
            from est.certificate c join est.enrollment e on e.id = c.enrollment
            group by c.spki_sha256 having count(distinct (e.label, e.holder)) > 1
            """;
    /** The profile backdates by 5 minutes, and clocks may differ by as many. */
    private static final String TIMES_ARE_RIGHT = """
            select 'I-12: certificate ' || encode(serial, 'hex') || ' of ' || created_at || ' is valid from ' || not_before
            from est.certificate where not_before not between created_at - interval '15 minutes' and created_at + interval '5 minutes'
            """;

    private static final String SERIALS = """
            select 'I-4: serial ' || encode(serial, 'hex') || ' is not positive or longer than 20 octets' from (
              select serial from est.certificate union select serial from est.enrollment) as all_serials
            where octet_length(serial) > 20 or get_byte(serial, 0) > 127 or ltrim(encode(serial, 'hex'), '0') = ''
            union all
            select 'I-4: serial ' || encode(serial, 'hex') || ' is there ' || count(*) || ' times' from est.certificate
            group by issuer, serial having count(*) > 1
            union all
            select 'I-4: serial ' || encode(serial, 'hex') || ' was offered ' || count(*) || ' times' from est.enrollment
            group by ca, serial having count(*) > 1
            """;
    /** Of 127 random bits none has the same value in 64 serial numbers, but once in 2^56 runs. */
    private static final String SERIALS_ARE_RANDOM = """
            select 'I-4: bit ' || n || ' of all ' || count(*) || ' serials is ' || min(get_bit(padded, n))
            from (select decode(lpad(encode(serial, 'hex'), 32, '0'), 'hex') as padded from est.enrollment) as serials,
              generate_series(0, 127) as n
            -- PostgreSQL counts bits from the right of each octet: 7 is the sign
            where n <> 7 group by n having count(*) >= 64 and min(get_bit(padded, n)) = max(get_bit(padded, n))
            """;

    /** One event of the end each, and one more each time that a settled enrollment had to be looked at again. */
    private static final String ONE_END = """
            with ends as (
              select e.id, e.state, count(a.id) filter (where a.event <> 'UNKNOWN') as settled,
                count(a.id) filter (where a.event = 'UNKNOWN') as unknown,
                count(a.id) filter (where a.event = 'UNKNOWN' and a.reason = 'signed after it was settled') as reopened,
                count(a.id) filter (where a.event in ('GRANTED', 'RECONCILED')) as granted
              from est.enrollment e left join est.audit_event a on a.enrollment = e.id
                and a.event in ('GRANTED', 'REFUSED', 'NOT_ISSUED', 'UNKNOWN', 'ORPHAN', 'RECONCILED')
              group by e.id, e.state)
            select 'I-9: enrollment ' || id || ' is ' || state || ' with ' || settled || ' events of its end and '
              || unknown || ' UNKNOWN' from ends
            where not case
              when state in ('INTENT', 'SIGNING') then settled = 0 and unknown = 0
              when state = 'UNKNOWN' then settled = reopened and unknown between 1 and 1 + reopened
              when state = 'ISSUED' then settled = 1 + reopened and granted = 1 and unknown <= 1 + reopened
              else settled = 1 + reopened and unknown <= 1 + reopened end
            union all
            select 'I-9: audit event ' || a.id || ' is ' || a.event || ' of an enrollment that is not there'
            from est.audit_event a left join est.enrollment e on e.id = a.enrollment
            where a.enrollment is not null and e.id is null
            """;

    private static final String SECRETS_ARE_SPENT_ONCE = """
            select 'I-11: secret ' || c.id || ' has ' || count(*) || ' certificates'
            from est.credential c join est.enrollment e on e.credential = c.id and e.state = 'ISSUED'
            group by c.id having count(*) > 1
            union all
            select 'I-11: secret ' || c.id || ' has a certificate and is not spent by it'
            from est.credential c join est.enrollment e on e.credential = c.id and e.state = 'ISSUED'
            where c.spent_by is distinct from e.id
            union all
            select 'I-11: secret ' || c.id || ' is spent and bought no certificate'
            from est.credential c left join est.enrollment e on e.id = c.spent_by
            where c.spent_by is not null and (e.state is distinct from 'ISSUED' or e.credential is distinct from c.id)
            """;
    /** Of an enrollment whose outcome nobody has settled. */
    static final String OPEN = "state in ('INTENT', 'SIGNING', 'UNKNOWN')";

    private static final String LEFT_OPEN =
            "select state || ' of enrollment ' || id || ' since ' || updated_at from est.enrollment where " + OPEN;

    private static final List<String> ALL = List.of(
            STATES,
            CERTIFICATES_ARE_ISSUED,
            CERTIFICATES_HAVE_INTENTS,
            ONE_REQUEST_ONE_CERTIFICATE,
            ONE_KEY_ONE_HOLDER,
            TIMES_ARE_RIGHT,
            SERIALS,
            SERIALS_ARE_RANDOM,
            ONE_END,
            SECRETS_ARE_SPENT_ONCE);

    private RecordRules() {}

    /** Of the enrollments and certificates for the key of a request. */
    static String ofKey(Request request) {
        String key = HexFormat.of().formatHex(request.publicKey());
        return "spki_sha256 = sha256(decode('" + key + "', 'hex'))";
    }

    /** The lines of all broken rules. */
    static List<String> broken(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (String rule : ALL) {
            lines.addAll(lines(connection, rule));
        }
        return lines;
    }

    /** Enrollments whose outcome nobody has settled: a state that the threat model explains. */
    static List<String> leftOpen(Connection connection) throws SQLException {
        return lines(connection, LEFT_OPEN);
    }

    private static List<String> lines(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }
}
