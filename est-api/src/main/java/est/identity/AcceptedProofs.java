package est.identity;

import static est.identity.AuthenticationMethod.CERTIFICATE;
import static est.identity.AuthenticationMethod.PASSWORD;
import static est.identity.AuthenticationMethod.SECRET;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which proofs of identity a label accepts: any one of several combinations, each of which demands all of its methods (RFC 7030
 * §3.2.3 allows a password in place of a certificate and in addition to one). {@code certificate,password}: either will do;
 * {@code certificate+password}: both must come; {@code none}: the combination that demands nothing. Immutable; no
 * combination is idle, and each can be met by one request.
 */
public final class AcceptedProofs {

    private static final String NOTHING = "none";

    private final List<Set<AuthenticationMethod>> combinations;

    /** What a client still has to bring, once its certificate, if it showed one, was found good. */
    enum Demand {
        /** Nothing: the certificate says who it is. */
        CERTIFICATE_SUFFICES,
        /** One of {@link #inHeader}. */
        HEADER,
        /** Nothing at all: nobody in particular is served. */
        NOTHING,
        /** A certificate, which it did not show; no header makes up for it. */
        CERTIFICATE
    }

    private AcceptedProofs(List<Set<AuthenticationMethod>> combinations) {
        this.combinations = combinations;
        for (int i = 0; i < combinations.size(); i++) {
            requireSatisfiable(combinations.get(i));
            for (int other = 0; other < combinations.size(); other++) {
                if (other != i) {
                    requireOfUse(combinations.get(i), combinations.get(other));
                }
            }
        }
    }

    /**
     * Reads what {@link #toString} writes; order and spaces do not matter.
     *
     * @throws IllegalArgumentException if a word is unknown, or a combination is twice, can be met by no request, or is never
     *     needed beside another one
     */
    public static AcceptedProofs parse(String text) {
        return new AcceptedProofs(Arrays.stream(text.split(",", -1))
                .map(AcceptedProofs::combination)
                .toList());
    }

    private static Set<AuthenticationMethod> combination(String text) {
        Set<AuthenticationMethod> methods = EnumSet.noneOf(AuthenticationMethod.class);
        if (text.strip().equals(NOTHING)) {
            return methods;
        }
        for (String word : text.split("\\+", -1)) {
            if (!methods.add(method(word.strip()))) {
                throw new IllegalArgumentException(word.strip() + " is twice in " + text.strip());
            }
        }
        return methods;
    }

    private static AuthenticationMethod method(String word) {
        return Arrays.stream(AuthenticationMethod.values())
                .filter(method -> word(method).equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "\"" + word
                                        + "\" is no way to authenticate; there are certificate, password, secret, joined by +, and none"));
    }

    private static void requireSatisfiable(Set<AuthenticationMethod> combination) {
        if (combination.contains(PASSWORD) && combination.contains(SECRET)) {
            throw new IllegalArgumentException(
                    "a request has one Authorization header: password and secret never come together");
        }
    }

    private static void requireOfUse(Set<AuthenticationMethod> combination, Set<AuthenticationMethod> other) {
        if (other.equals(combination)) {
            throw new IllegalArgumentException(word(combination) + " is there twice");
        }
        if (other.isEmpty() && !combination.equals(Set.of(CERTIFICATE))) {
            throw new IllegalArgumentException("where none will do, nobody needs " + word(combination)
                    + ": none stands alone or beside certificate");
        }
        if (!other.isEmpty() && combination.containsAll(other)) {
            throw new IllegalArgumentException(
                    word(combination) + " is never needed where " + word(other) + " alone will do");
        }
    }

    /** Whether the method counts for anything here. */
    public boolean mention(AuthenticationMethod method) {
        return combinations.stream().anyMatch(combination -> combination.contains(method));
    }

    /** Whether somebody who proves nothing is served. */
    public boolean admitAnybody() {
        return combinations.contains(Set.of());
    }

    /** Whether these proofs, all good, identify a client. */
    boolean areMetBy(Set<AuthenticationMethod> proven) {
        return combinations.stream().anyMatch(proven::containsAll);
    }

    /** What is still demanded of a client that has shown a good certificate, or none. */
    Demand demandOf(boolean certified) {
        if (certified && combinations.contains(Set.of(CERTIFICATE))) {
            return Demand.CERTIFICATE_SUFFICES;
        }
        if (!inHeader(certified).isEmpty()) {
            return Demand.HEADER;
        }
        return admitAnybody() ? Demand.NOTHING : Demand.CERTIFICATE;
    }

    /** The methods of an Authorization header that complete a combination, for a client with a good certificate or without. */
    Set<AuthenticationMethod> inHeader(boolean certified) {
        Set<AuthenticationMethod> completing = EnumSet.of(PASSWORD, SECRET);
        completing.removeIf(method -> !areMetBy(certified ? EnumSet.of(CERTIFICATE, method) : EnumSet.of(method)));
        if (admitAnybody()) {
            // whoever is served without a header must not be held up by one
            completing.clear();
        }
        return completing;
    }

    /** Whether the method of a header identifies by itself; if not, it only confirms the certificate. */
    boolean sufficesAlone(AuthenticationMethod method) {
        return areMetBy(Set.of(method));
    }

    private static String word(AuthenticationMethod method) {
        return method.name().toLowerCase(Locale.ROOT);
    }

    private static String word(Set<AuthenticationMethod> combination) {
        return combination.isEmpty()
                ? NOTHING
                : combination.stream().map(AcceptedProofs::word).collect(Collectors.joining("+"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AcceptedProofs proofs
                && Set.copyOf(combinations).equals(Set.copyOf(proofs.combinations));
    }

    @Override
    public int hashCode() {
        return Set.copyOf(combinations).hashCode();
    }

    /** As in the configuration. */
    @Override
    public String toString() {
        return combinations.stream().map(AcceptedProofs::word).collect(Collectors.joining(","));
    }
}
