package est.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T-27: the addresses a server may go to. */
class EndpointTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://authorizer.example/decide",
                "ftp://authorizer.example/",
                "file:///etc/passwd",
                "https://user:password@authorizer.example/",
                "https://authorizer.example/#part",
                "https:///decide",
                "authorizer.example"
            })
    void T_27_only_https_without_credentials_is_gone_to(String url) {
        assertThatThrownBy(() -> Endpoint.of("est.authorizer.x.url", URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("est.authorizer.x.url: ")
                .hasMessageNotContaining("password");
    }

    @Test
    void path_and_query_are_kept_and_the_query_is_not_shown() {
        Endpoint endpoint = Endpoint.of("p", URI.create("https://a.example:8443/decide?key=canary"));

        assertThat(endpoint.target()).isEqualTo("/decide?key=canary");
        assertThat(endpoint.toString()).isEqualTo("https://a.example:8443/decide");
        assertThat(Endpoint.of("p", URI.create("http://127.0.0.1")).target()).isEqualTo("/");
        assertThat(Endpoint.of("p", URI.create("https://a.example")).port()).isEqualTo(443);
    }
}
