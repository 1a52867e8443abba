package est.identity;

import static est.identity.AuthenticationMethod.CERTIFICATE;
import static est.identity.AuthenticationMethod.PASSWORD;
import static est.identity.AuthenticationMethod.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedProofsTest {

    private static final List<String> COMBINATIONS =
            List.of("certificate", "password", "secret", "certificate+password", "certificate+secret", "none");

    /** What one request can prove: a certificate or none, and one header or none. */
    private static final List<Set<AuthenticationMethod>> PROVEN = List.of(
            Set.of(),
            Set.of(CERTIFICATE),
            Set.of(PASSWORD),
            Set.of(SECRET),
            Set.of(CERTIFICATE, PASSWORD),
            Set.of(CERTIFICATE, SECRET));

    private static boolean isConsistent(List<String> combinations) {
        try {
            AcceptedProofs.parse(String.join(",", combinations));
            return true;
        } catch (IllegalArgumentException contradiction) {
            return false;
        }
    }

    private static List<List<String>> consistentRules() {
        List<List<String>> rules = new ArrayList<>();
        for (int subset = 1; subset < 1 << COMBINATIONS.size(); subset++) {
            int chosen = subset;
            List<String> rule = COMBINATIONS.stream()
                    .filter(word -> (chosen >> COMBINATIONS.indexOf(word) & 1) == 1)
                    .toList();
            if (isConsistent(rule)) {
                rules.add(rule);
            }
        }
        return rules;
    }

    /** By the words of the rule alone. */
    private static boolean accepts(List<String> rule, Set<AuthenticationMethod> proven) {
        return rule.stream()
                .anyMatch(words -> words.equals("none")
                        || List.of(words.split("\\+")).stream()
                                .map(word -> AuthenticationMethod.valueOf(word.toUpperCase(java.util.Locale.ROOT)))
                                .allMatch(proven::contains));
    }

    /** As {@link Identification} goes about it: the certificate first, then what is still demanded. */
    private static boolean identifies(AcceptedProofs proofs, Set<AuthenticationMethod> proven) {
        boolean certified = proven.contains(CERTIFICATE);
        return switch (proofs.demandOf(certified)) {
            case CERTIFICATE_SUFFICES, NOTHING -> true;
            case HEADER ->
                proofs.inHeader(certified).stream()
                        .anyMatch(method -> proven.contains(method) && (certified || proofs.sufficesAlone(method)));
            case CERTIFICATE -> false;
        };
    }

    @Test
    void EST_AUTH_04_every_rule_accepts_exactly_what_its_words_say() {
        List<List<String>> rules = consistentRules();
        assertThat(rules).hasSize(14);
        for (List<String> rule : rules) {
            AcceptedProofs proofs = AcceptedProofs.parse(String.join(",", rule));
            for (Set<AuthenticationMethod> proven : PROVEN) {
                assertThat(identifies(proofs, proven))
                        .as("%s for %s", rule, proven)
                        .isEqualTo(accepts(rule, proven));
                assertThat(proofs.areMetBy(proven))
                        .as("%s for %s", rule, proven)
                        .isEqualTo(accepts(rule, proven));
            }
        }
    }

    @Provide
    Arbitrary<List<String>> rules() {
        return Arbitraries.of(consistentRules()).map(rule -> {
            List<String> shuffled = new ArrayList<>(rule);
            Collections.reverse(shuffled);
            return shuffled;
        });
    }

    @Property(tries = 100)
    void what_is_written_is_read_again(@ForAll("rules") List<String> rule) {
        AcceptedProofs proofs =
                AcceptedProofs.parse(" " + String.join(" , ", rule).replace("+", " + "));
        assertThat(AcceptedProofs.parse(proofs.toString())).isEqualTo(proofs).hasToString(String.join(",", rule));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "certificate,", "Certificate", "pass word", "certificate+", "+", "any", "none+secret"})
    void an_unknown_word_is_named(String text) {
        assertThatThrownBy(() -> AcceptedProofs.parse(text)).hasMessageContaining("is no way to authenticate");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password+secret|one Authorization header",
                "certificate+password+secret|one Authorization header",
                "certificate+certificate|is twice",
                "password,password|is there twice",
                "none,none|is there twice",
                "certificate+secret,secret+certificate|is there twice",
                "certificate,certificate+password|never needed where certificate alone",
                "secret+certificate,secret|never needed where secret alone",
                "none,password|stands alone or beside certificate",
                "certificate+secret,none|stands alone or beside certificate"
            })
    void a_contradiction_is_refused(String text, String because) {
        assertThatThrownBy(() -> AcceptedProofs.parse(text)).hasMessageContaining(because);
    }

    @Test
    void nobody_but_the_anonymous_is_served_without_a_header_where_none_is_said() {
        AcceptedProofs proofs = AcceptedProofs.parse("certificate,none");
        assertThat(proofs.admitAnybody()).isTrue();
        assertThat(proofs.demandOf(true)).isEqualTo(AcceptedProofs.Demand.CERTIFICATE_SUFFICES);
        assertThat(proofs.demandOf(false)).isEqualTo(AcceptedProofs.Demand.NOTHING);
        assertThat(AcceptedProofs.parse("certificate,password,secret").admitAnybody())
                .isFalse();
    }
}
