package est.quickstart;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/**
 * The names the server's TLS certificate holds.
 *
 * @param all DNS names in lower case and IP addresses, never empty
 */
record ServerNames(Set<String> all) {
    private static final Pattern DNS_NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final int LONGEST_DNS_NAME = 253;
    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1", "::1");

    /** localhost, the loopback addresses and whichever of {@code more} a certificate can hold. */
    static ServerNames of(Collection<String> more) {
        Set<String> names = new TreeSet<>();
        Set<String> wanted = new TreeSet<>(ALWAYS);
        wanted.addAll(more);
        for (String name : wanted) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (IPAddress.isValid(lower)) {
                names.add(inFull(lower));
            } else if (lower.length() <= LONGEST_DNS_NAME
                    && DNS_NAME.matcher(lower).matches()) {
                names.add(lower);
            }
        }
        return new ServerNames(names);
    }

    /** An address as the JDK writes it when it reads a certificate back. */
    private static String inFull(String address) {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // an address is not looked up
        }
    }

    GeneralNames asSubjectAlternativeName() {
        return new GeneralNames(all.stream()
                .map(name ->
                        new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    /** Whether the certificate names exactly these; the order says nothing. */
    boolean areIn(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> present = certificate.getSubjectAlternativeNames();
        if (present == null) {
            return false;
        }
        Set<String> found =
                present.stream().map(entry -> String.valueOf(entry.get(1))).collect(Collectors.toSet());
        return found.equals(all);
    }
}
