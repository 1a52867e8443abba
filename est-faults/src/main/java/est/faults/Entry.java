package est.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A certificate as the record has it, with the enrollment it came from.
 *
 * @param der the certificate
 * @param state of the enrollment
 * @param identity whom the server took the client for
 * @param credential the id of the secret that was spent, or ""
 * @param subject the name that was granted, DER
 * @param notBefore as granted
 * @param notAfter as granted
 * @param granted how many audit events say that it was granted or found again
 */
record Entry(
        byte[] der,
        String state,
        String identity,
        String credential,
        byte[] subject,
        Instant notBefore,
        Instant notAfter,
        int granted) {

    private static final String ALL = """
            select encode(c.serial, 'hex') as serial, c.der, e.state, e.identity,
              coalesce(e.credential::text, '') as credential, e.granted::jsonb ->> 'subject' as subject,
              e.not_before, e.not_after, (select count(*) from est.audit_event a
                where a.enrollment = e.id and a.event in ('GRANTED', 'RECONCILED')
                  and a.certificate_serial = c.serial and a.certificate_issuer = c.issuer) as granted
            from est.certificate c join est.enrollment e on e.id = c.enrollment
            """;

    /** All of them by the hex of their serial number. */
    static Map<String, Entry> all(Connection connection) throws SQLException {
        Map<String, Entry> entries = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                entries.put(rows.getString("serial"), of(rows));
            }
        }
        return entries;
    }

    private static Entry of(ResultSet row) throws SQLException {
        return new Entry(
                row.getBytes("der"),
                row.getString("state"),
                row.getString("identity"),
                row.getString("credential"),
                Base64.getDecoder().decode(row.getString("subject")),
                row.getObject("not_before", OffsetDateTime.class).toInstant(),
                row.getObject("not_after", OffsetDateTime.class).toInstant(),
                row.getInt("granted"));
    }

    @Override
    public String toString() {
        return "Entry[" + identity + ", " + state + ", " + HexFormat.of().formatHex(subject) + "]";
    }
}
