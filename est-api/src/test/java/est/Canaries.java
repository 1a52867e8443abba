package est;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Secrets that must be seen nowhere (I-10), each under the name of the place it was put. A secret counts as seen in any of
 * its forms: as it is, in hexadecimal digits, and in base64 at any alignment, as it stands in a Basic header. Thread-safe.
 */
public final class Canaries {

    private final Map<String, Set<String>> forms = new ConcurrentHashMap<>();

    /** Puts up a secret text and returns it. */
    public String plant(String place, String secret) {
        plant(place, secret.getBytes(StandardCharsets.UTF_8));
        forms.get(place).add(secret);
        return secret;
    }

    /** Puts up secret octets. */
    public void plant(String place, byte[] secret) {
        if (secret.length < 8) {
            throw new IllegalArgumentException("too short to be told from anything else: " + place);
        }
        String hex = HexFormat.of().formatHex(secret);
        Set<String> all = Stream.concat(
                        Stream.of(hex, hex.toUpperCase(Locale.ROOT)),
                        Stream.of(0, 1, 2).map(before -> base64(secret, before)))
                .collect(Collectors.toCollection(ConcurrentHashMap::newKeySet));
        forms.merge(place, all, (one, other) -> {
            one.addAll(other);
            return one;
        });
    }

    /** The characters that stand for these octets alone, whatever stands before and behind them. */
    private static String base64(byte[] secret, int before) {
        byte[] shifted = new byte[before + secret.length];
        System.arraycopy(secret, 0, shifted, before, secret.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = (before * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        return text.substring(from, to);
    }

    /** Where the secret was put that is seen in the text, if one is. */
    public Optional<String> seenIn(CharSequence text) {
        String whole = text.toString();
        return forms.entrySet().stream()
                .filter(canary -> canary.getValue().stream().anyMatch(whole::contains))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The same for any value, arrays by what is in them. */
    public Optional<String> seenIn(Object value) {
        if (value instanceof byte[] octets) {
            return seenIn((CharSequence)
                    (HexFormat.of().formatHex(octets) + new String(octets, StandardCharsets.ISO_8859_1)));
        }
        return seenIn(
                (CharSequence) (value instanceof Object[] many ? Arrays.deepToString(many) : String.valueOf(value)));
    }

    /** How many there are. */
    public List<String> places() {
        return List.copyOf(forms.keySet());
    }
}
