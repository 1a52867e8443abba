package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** AMWA BCP-003-03, "DNS-SD Advertisement". */
class ServiceRecordsTest {

    private final ServiceRecords records =
            new ServiceRecords("studio.example", "est.studio.example.", 8443, 10, Optional.of("studio"));

    @Test
    void the_zone_has_type_service_place_and_text() {
        assertThat(records.zone().lines())
                .contains(
                        "_services._dns-sd._udp.studio.example. 120 IN PTR _nmos-certs._tcp.studio.example.",
                        "_nmos-certs._tcp.studio.example. 120 IN PTR est-studio._nmos-certs._tcp.studio.example.",
                        "est-studio._nmos-certs._tcp.studio.example. 120 IN SRV 10 0 8443 est.studio.example.",
                        "est-studio._nmos-certs._tcp.studio.example. 120 IN TXT \"pri=10\" \"api_selector=studio\"");
    }

    @Test
    void without_a_label_nothing_is_appended_to_the_path() {
        assertThat(new ServiceRecords("studio.example", "a.example", 443, 0, Optional.empty()).zone())
                .contains("est._nmos-certs._tcp.studio.example. 120 IN TXT \"pri=0\"\n")
                .doesNotContain("api_selector");
    }

    @Test
    void an_update_replaces_what_this_service_said_before_and_adds_every_line_of_the_zone() {
        assertThat(records.update("studio.example").lines())
                .startsWith("zone studio.example.", "update delete est-studio._nmos-certs._tcp.studio.example. SRV")
                .containsAll(
                        records.zone().lines().map(line -> "update add " + line).toList())
                .endsWith("send");
    }
}
