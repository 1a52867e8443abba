package est.ca.vault;

import est.pki.AlternativeName;
import est.pki.CertificateContent;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The alternative names of a grant as texts, by kind.
 *
 * @param names only DNS names, e-mail addresses, URIs and IP addresses
 */
record GrantedNames(List<AlternativeName> names) {

    /**
     * The names of a grant.
     *
     * @throws est.ca.CaException of kind {@code REFUSED} if one is of a kind that has no text
     */
    static GrantedNames of(CertificateContent granted) {
        for (AlternativeName name : granted.alternativeNames()) {
            switch (name.kind()) {
                case DNS_NAME, RFC822_NAME, URI, IP_ADDRESS -> {}
                case OTHER_NAME, X400_ADDRESS, DIRECTORY_NAME, EDI_PARTY_NAME, REGISTERED_ID ->
                    throw SigningMode.refused("an alternative name of kind " + name.kind());
            }
        }
        return new GrantedNames(granted.alternativeNames());
    }

    List<String> texts(AlternativeName.Kind kind) {
        return names.stream()
                .filter(name -> name.kind() == kind)
                .map(name -> name.text().orElseThrow())
                .toList();
    }

    List<String> addresses() {
        return names.stream()
                .filter(name -> name.kind() == AlternativeName.Kind.IP_ADDRESS)
                .map(GrantedNames::address)
                .toList();
    }

    private static String address(AlternativeName name) {
        try {
            return InetAddress.getByAddress(name.content()).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 octets", impossible);
        }
    }
}
