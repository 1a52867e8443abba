package est.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.device.TestAuthority;
import est.policy.DecidedNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked and what is understood. */
class AnswerTextTest {

    private static final String ID = "b7d6";

    private static Decision read(String text) {
        return AnswerText.read(ID, text.getBytes(StandardCharsets.UTF_8));
    }

    private static DecidedNames names(String names) {
        return ((Decision.Allowed) read("{\"decision\":\"allow\",\"names\":" + names + "}"))
                .names()
                .orElseThrow();
    }

    private static JsonObject question() {
        TestAuthority maker = new TestAuthority("CN=Maker");
        Question question = Questions.about("camera", Optional.of(maker.device("CN=camera", TestAuthority.ecKeys())));
        return new JsonObject(Buffer.buffer(QuestionText.of(ID, Instant.EPOCH, question)));
    }

    @Test
    void the_three_decisions_are_understood_and_unknown_fields_passed_over() {
        assertThat(read("{\"decision\":\"allow\",\"future\":{\"a\":[1]},\"id\":\"" + ID + "\"}"))
                .isEqualTo(new Decision.Allowed(Optional.empty()));
        assertThat(read("{\"decision\":\"deny\",\"reason\":\"no ticket\"}"))
                .isEqualTo(new Decision.Denied("no ticket"));
        assertThat(read("{\"decision\":\"pending\",\"reason\":7}")).isEqualTo(new Decision.Pending(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "true",
                "<html><body>allow</body></html>",
                "{\"decision\":\"ALLOW\"}",
                "{\"decision\":\"maybe\"}",
                "{\"decision\":true}",
                "{\"decision\":[\"allow\"]}",
                "{\"decision\":\"allow\"",
                "{\"decision\":\"allow\"} {\"decision\":\"allow\"}",
                "{\"decision\":\"deny\",\"decision\":\"allow\"}",
                "{\"decision\":\"allow\",\"id\":\"another\"}",
                "{\"decision\":\"allow\",\"id\":null}",
                "{\"decision\":\"allow\",\"names\":\"CN=a\"}",
                "{\"decision\":\"allow\",\"names\":{}}",
                "{\"decision\":\"allow\",\"names\":{\"subject\":7}}",
                "{\"decision\":\"allow\",\"names\":{\"subject\":\"no name\"}}",
                "{\"decision\":\"allow\",\"names\":{\"rdns\":[[]]}}",
                "{\"decision\":\"allow\",\"names\":{\"rdns\":[[{\"type\":\"nonsense\",\"value\":\"a\"}]]}}",
                "{\"decision\":\"allow\",\"names\":{\"subject\":\"CN=a\",\"alternativeNames\":[]}}",
                "{\"decision\":\"allow\",\"names\":{\"subject\":\"CN=a\",\"alternativeNames\":{\"upn\":[\"a\"]}}}",
                "{\"decision\":\"allow\",\"names\":{\"subject\":\"CN=a\",\"alternativeNames\":{\"ip\":[\"localhost\"]}}}",
                "{\"decision\":\"allow\",\"names\":{\"subject\":\"CN=a\",\"alternativeNames\":{\"dns\":[\"\u00e4\"]}}}"
            })
    void T_28_what_is_no_decision_on_this_question_counts_for_nothing(String answer) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(UnusableAnswer.class);
    }

    @Test
    void I_8_depth_and_number_of_names_are_bounded() {
        String deep = "{\"decision\":\"allow\",\"x\":" + "[".repeat(40) + "]".repeat(40) + "}";
        JsonArray many = new JsonArray();
        for (int i = 0; i < 101; i++) {
            many.add("a" + i);
        }
        String names = new JsonObject()
                .put("subject", "CN=a")
                .put("alternativeNames", new JsonObject().put("dns", many))
                .encode();

        assertThatThrownBy(() -> read(deep)).isInstanceOf(UnusableAnswer.class);
        assertThatThrownBy(() -> names(names)).isInstanceOf(UnusableAnswer.class);
    }

    @Test
    void T_26_a_reason_is_one_short_printable_line() {
        String reason = ((Decision.Denied) read(new JsonObject()
                        .put("decision", "deny")
                        .put("reason", "a\r\nb\u202ec" + "x".repeat(5_000))
                        .encode()))
                .reason();

        assertThat(reason).startsWith("a??b?c").hasSize(160);
    }

    @Test
    void names_come_as_text_or_as_rdns() {
        DecidedNames text = names("{\"subject\":\"CN=a,O=b\"}");
        DecidedNames rdns = names("{\"rdns\":[[{\"type\":\"O\",\"value\":\"b\"}],[{\"type\":\"cn\",\"value\":\"a\"}]],"
                + "\"alternativeNames\":{\"dns\":[\"x\"],\"ip\":[\"::1\"],\"email\":[],\"uri\":[\"urn:x\"]}}");

        assertThat(rdns.subject()).isEqualTo(text.subject()).isEqualTo(new X500Name("O=b,CN=a"));
        assertThat(rdns.alternativeNames())
                .extracting(GeneralName::getTagNo)
                .containsExactlyInAnyOrder(
                        GeneralName.dNSName, GeneralName.iPAddress, GeneralName.uniformResourceIdentifier);
    }

    @Test
    void the_question_says_who_asks_for_what_and_what_would_be_granted() {
        JsonObject question = question();

        assertThat(question.getInteger("version")).isEqualTo(1);
        assertThat(question.getString("repeat")).isEqualTo("00ff");
        assertThat(question.getJsonObject("identity").getString("kind")).isEqualTo("manufacturer_certificate");
        assertThat(question.getJsonObject("identity")
                        .getJsonObject("certificate")
                        .fieldNames())
                .containsExactlyInAnyOrder("sha256", "serial", "subject", "issuer");
        assertThat(question.getJsonObject("key").getString("name")).isEqualTo("P-256");
        assertThat(question.getJsonObject("key").getString("sha256")).hasSize(64);
        assertThat(question.getJsonObject("granted").getString("subject")).isEqualTo("o=Example,cn=camera");
        assertThat(question.getJsonObject("granted")
                        .getJsonObject("alternativeNames")
                        .getJsonArray("ip"))
                .isEqualTo(new JsonArray(List.of("10.0.0.1")));
        assertThat(question.getJsonObject("requested").getString("subject")).isEqualTo("cn=camera");
    }

    @Test
    void I_10_the_question_has_no_challenge_password() {
        assertThat(question().encode()).doesNotContain("canary");
    }

    @Property(tries = 300)
    void names_that_are_sent_back_are_the_same_names(@ForAll("commonNames") String commonName) {
        Question question = Questions.about("camera");
        X500Name subject = new X500Name(new RDN[] {new RDN(BCStyle.CN, new DERUTF8String(commonName))});
        JsonObject told = NamesText.of(subject, question.request().alternativeNames());

        DecidedNames byRdns = names(told.encode());
        JsonObject textOnly = told.copy();
        textOnly.remove("rdns");

        assertThat(byRdns.subject()).isEqualTo(subject);
        assertThat(byRdns.alternativeNames()).isEqualTo(question.request().alternativeNames());
        // no parser of the text form gets every backslash right, which is why there is the other form
        assertThat(
                        commonName.contains("\\")
                                ? subject
                                : names(textOnly.encode()).subject())
                .isEqualTo(subject);
    }

    @Provide
    Arbitrary<String> commonNames() {
        return Arbitraries.strings()
                .withChars("aZ09 ,+\"\\<>;=#\u00e4\u4e2d/")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(text -> text.equals(text.strip()) && !text.contains("  "));
    }

    @Property(tries = 1_000)
    void T_28_any_octets_are_a_decision_or_count_for_nothing(@ForAll byte[] octets) {
        readOrRefuse(octets);
    }

    @Property(tries = 1_000)
    void T_28_any_change_of_an_answer_is_a_decision_or_counts_for_nothing(
            @ForAll("places") int place, @ForAll byte octet) {
        byte[] answer = ANSWER.clone();
        answer[place] = octet;
        readOrRefuse(answer);
    }

    private static final byte[] ANSWER =
            ("{\"decision\":\"allow\",\"names\":{\"rdns\":[[{\"type\":\"CN\",\"value\":\"a\"}]],\"alternativeNames\":"
                            + "{\"dns\":[\"a\"],\"ip\":[\"10.0.0.1\"]}}}")
                    .getBytes(StandardCharsets.UTF_8);

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, ANSWER.length - 1);
    }

    private static void readOrRefuse(byte[] octets) {
        try {
            assertThat(AnswerText.read(ID, octets)).isNotNull();
        } catch (UnusableAnswer refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
