package est.faults;

import est.faults.Receipts.Receipt;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Joins what clients received with the record and the audit, and says what does not add up: I-1 to I-5, I-9 and I-11. Not
 * thread-safe.
 */
final class Ledger {

    private final PublicKey issuer;
    private final Provider provider;
    private final Set<X509Certificate> signed = new HashSet<>();
    private final List<String> violations = new ArrayList<>();

    /** A ledger for certificates that this key signs, as the provider verifies. */
    Ledger(PublicKey issuer, Provider provider) {
        this.issuer = issuer;
        this.provider = provider;
    }

    /**
     * One line for each violation.
     *
     * @param connection sees the whole record; if others write meanwhile, in a transaction that does not see it
     * @param receipts what clients received before
     */
    List<String> check(Connection connection, Receipts receipts) throws SQLException {
        violations.clear();
        violations.addAll(RecordRules.broken(connection));
        Map<String, Entry> entries = Entry.all(connection);
        Set<String> keys = entries.values().stream()
                .map(entry -> HexFormat.of()
                        .formatHex(parse(entry.der()).getPublicKey().getEncoded()))
                .collect(Collectors.toSet());
        Map<Request, X509Certificate> first = new HashMap<>();
        Map<String, String> identities = new HashMap<>();
        for (Receipt receipt : receipts.certificates()) {
            X509Certificate received = received(receipt);
            if (received == null) {
                explainPart(receipt.request(), keys);
            } else {
                X509Certificate earlier = first.putIfAbsent(receipt.request(), received);
                require(
                        earlier == null || earlier.equals(received),
                        "I-3: " + receipt.request() + " was answered with two certificates");
                explain(receipt.request(), received, entries.get(serial(received)), identities);
            }
        }
        return List.copyOf(violations);
    }

    /** A part of an answer is as much as all of it: the record must have the certificate. */
    private void explainPart(Request request, Set<String> keys) {
        require(
                keys.contains(HexFormat.of().formatHex(request.publicKey())),
                "I-1: a part of an answer to " + request + " left, and no certificate is recorded");
    }

    private void explain(
            Request request, X509Certificate received, @Nullable Entry entry, Map<String, String> identities) {
        String certificate = "certificate " + serial(received) + " of " + request;
        if (entry == null) {
            violations.add("I-1: " + certificate + " was received and is not recorded");
            return;
        }
        require(Arrays.equals(der(received), entry.der()), "I-1: " + certificate + " is recorded with other octets");
        require(
                entry.state().equals("ISSUED"),
                "I-1: " + certificate + " was received, its record is " + entry.state());
        require(
                entry.granted() == 1,
                "I-9: " + certificate + " has " + entry.granted() + " audit events that grant it");
        require(request.isForKey(received.getPublicKey().getEncoded()), "I-5: " + certificate + " holds another key");
        byte[] subject = received.getSubjectX500Principal().getEncoded();
        require(
                Arrays.equals(subject, request.subject()) && Arrays.equals(subject, entry.subject()),
                "I-5: " + certificate + " holds another name");
        require(
                received.getNotBefore().toInstant().equals(entry.notBefore())
                        && received.getNotAfter().toInstant().equals(entry.notAfter()),
                "I-5: " + certificate + " holds another validity");
        require(isSigned(received), "I-5: " + certificate + " is not signed by the CA");
        require(
                entry.credential().equals(request.hasSecret() ? request.identity() : ""),
                "I-11: " + certificate + " was not paid with the secret that came with it");
        String known = identities.putIfAbsent(entry.identity(), request.identity());
        require(
                known == null || known.equals(request.identity()),
                "I-5: " + certificate + " was given to " + entry.identity() + ", who is " + known);
    }

    private void require(boolean held, String violation) {
        if (!held) {
            violations.add(violation);
        }
    }

    private boolean isSigned(X509Certificate certificate) {
        // the ledger is asked again and again, and a signature stays good
        if (signed.contains(certificate)) {
            return true;
        }
        try {
            certificate.verify(issuer, provider);
            signed.add(certificate);
            return true;
        } catch (GeneralSecurityException forged) {
            return false;
        }
    }

    /** The certificate of a whole answer; null if it is only a part. */
    private @Nullable X509Certificate received(Receipt receipt) {
        if (!receipt.answer().complete()) {
            return null;
        }
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(
                            Base64.getMimeDecoder().decode(receipt.answer().body())))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            require(
                    certificates.size() == 1,
                    "I-1: the answer to " + receipt.request() + " holds " + certificates.size() + " certificates");
            return certificates.isEmpty() ? null : certificates.get(0);
        } catch (CertificateException | IllegalArgumentException unreadable) {
            violations.add("I-1: the answer to " + receipt.request() + " is whole and unreadable");
            return null;
        }
    }

    private static X509Certificate parse(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalStateException("the record holds no certificate", e);
        }
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e); // it was decoded from them
        }
    }

    private static String serial(X509Certificate certificate) {
        return HexFormat.of().formatHex(certificate.getSerialNumber().toByteArray());
    }
}
