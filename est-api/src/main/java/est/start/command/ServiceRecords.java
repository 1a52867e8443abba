package est.start.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A service of RFC 6763 as AMWA BCP-003-03 has it advertised.
 *
 * @param domain where devices browse
 * @param target the server's name
 * @param port where it listens
 * @param priority {@code pri}: 0 to 99 for servers in use
 * @param label the label of RFC 7030 §3.2.2 that devices put into the path, if any
 */
record ServiceRecords(String domain, String target, int port, int priority, Optional<String> label) {

    private static final String TYPE = "_nmos-certs._tcp.";
    static final int LIFE_SECONDS = 120;

    /** Names with their final dot. */
    ServiceRecords {
        domain = absolute(domain);
        target = absolute(target);
    }

    /**
     * A record as zone files have it.
     *
     * @param name whose it is, with its final dot
     * @param type such as {@code SRV}
     * @param data the rest of the line
     */
    record Line(String name, String type, String data) {
        String text() {
            return name + " " + LIFE_SECONDS + " IN " + type + " " + data;
        }
    }

    /** Lines for a zone file: all names end with a dot, so they count in any zone that holds the domain. */
    String zone() {
        return lines().stream().map(Line::text).collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * Input for nsupdate(1): what this server said before is replaced, what others said stays.
     *
     * @param zone the one that holds the domain
     */
    String update(String zone) {
        String replaced = "update delete " + instance() + " SRV\nupdate delete " + instance() + " TXT\n";
        return lines().stream()
                .map(line -> "update add " + line.text())
                .collect(Collectors.joining("\n", "zone " + absolute(zone) + "\n" + replaced, "\nsend\n"));
    }

    /** All records, in the order of the zone file. */
    List<Line> lines() {
        return List.of(
                // RFC 6763 §9 and §11: how browsers learn of the type, and of the domain
                new Line("_services._dns-sd._udp." + domain, "PTR", TYPE + domain),
                new Line("b._dns-sd._udp." + domain, "PTR", domain),
                new Line("lb._dns-sd._udp." + domain, "PTR", domain),
                new Line(TYPE + domain, "PTR", instance()),
                // the priority of the SRV record says the same as pri
                new Line(instance(), "SRV", priority + " 0 " + port + " " + target),
                new Line(
                        instance(),
                        "TXT",
                        "\"pri=" + priority + "\""
                                + label.map(name -> " \"api_selector=" + name + "\"")
                                        .orElse("")));
    }

    /**
     * Whose SRV and TXT records are this server's alone: one name for each label, so that the labels of a server do not
     * overwrite one another.
     */
    String instance() {
        return label.map(name -> "est-" + name).orElse("est") + "." + TYPE + domain;
    }

    static String absolute(String name) {
        return name.endsWith(".") ? name : name + ".";
    }
}
