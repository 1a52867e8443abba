package est.start.command;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class DeviceCommandsTest {

    @Inject
    DeviceLine line;

    @TempDir
    Path directory;

    private final String name = "cmd-" + UUID.randomUUID();

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("devices.csv"), content);
    }

    @Test
    void a_device_is_added_shown_disabled_enabled_and_removed() {
        String id = line.run("add", "--serial", name.toUpperCase(java.util.Locale.ROOT), "--attribute", "site=Ward 7")
                .strip();

        assertThat(line.run("show", name))
                .startsWith(id + "\tactive\t*\tserial\t" + name + "\t")
                .contains("\t" + OperatorCommands.actor() + "\tsite=Ward 7");
        line.run("disable", name);
        assertThat(line.run("list", "--state", "disabled")).contains(id);
        line.run("enable", id);
        assertThat(line.run("list", "--state", "disabled")).doesNotContain(id);
        line.run("remove", id);
        assertThat(line.refused("show", name)).isEqualTo("1\nest: there is no such device\n");
    }

    @Test
    void an_entry_that_is_there_or_not_the_only_one_is_one_line_and_exit_code_1() {
        line.run("add", "--serial", name);
        assertThat(line.refused("add", "--serial", name)).isEqualTo("1\nest: such a device is registered already\n");

        line.run("add", "--serial", name, "--label", "plant");
        assertThat(line.refused("disable", name))
                .startsWith("1\nest: several entries are about it, name one by its id: ");
    }

    @Test
    void a_file_is_imported() throws IOException {
        Path file = file("serial,label,state,device.site\r\n" + name + ",plant,,\"Ward \"\"7\"\", east\"\r\n\r\n" + name
                + "b,,pending,\r\n");

        assertThat(line.run("import", file.toString())).isEqualTo("2 devices registered\n");

        assertThat(line.run("show", name)).contains("\tactive\tplant\tserial\t").contains("\tsite=Ward \"7\", east");
        assertThat(line.run("show", name + "b")).contains("\tpending\t*\tserial\t");
    }

    @Test
    void a_file_with_a_device_that_is_there_names_its_line_and_registers_nothing() throws IOException {
        line.run("add", "--serial", name);
        Path file = file("serial\n" + name + "b\n\n" + name + "\n");

        assertThat(line.refused("import", file.toString()))
                .isEqualTo(
                        "1\nest: " + file + ", line 4: such a device is registered already; nothing was registered\n");

        assertThat(line.refused("show", name + "b")).isEqualTo("1\nest: there is no such device\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serial,colour;a,b | line 1, column 2: a column is",
                "serial,serial;a,b | line 1: two columns have the same name",
                "serial,state;a,active;b,off | line 3, column 2 (state): a state is active, pending or disabled",
                "serial;a,b | line 2: there are 2 fields for 1 columns",
                "serial,device.site;a,\"b | line 2, column 2: a quote is not closed",
                "serial,device.site;a,b\"c | line 2, column 2: a quote is out of place",
                "serial,fingerprint;a,zz | line 2, column 1 (serial): a device has exactly one of",
                "fingerprint;zz | line 2, column 1 (fingerprint): a fingerprint is",
                "pattern;(a+)+ | line 2, column 1 (pattern): a pattern consists of",
                "serial,label;a,X-Y | line 2, column 2 (label): a label is",
                "serial,device.Site;a,b | line 2, column 2 (device.Site): the name of an attribute is",
                "serial,device.site;a,b  c | line 2, column 2 (device.site): the attribute site is not"
            })
    void what_is_wrong_with_a_file_is_said_with_line_and_column(String content, String complaint) throws IOException {
        Path file = file(content.replace(';', '\n'));

        assertThat(line.refused("import", file.toString()))
                .startsWith("1\nest: " + file + ", " + complaint)
                .endsWith("; nothing was registered\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add",
                "add --serial a --pattern b",
                "add --pattern (a+)+",
                "add --fingerprint 00",
                "add --serial a --state off",
                "add --serial a --label X-Y",
                "add --serial a --attribute A=b",
                "list --state off",
                "disable"
            })
    void wrong_usage_is_exit_code_2(String arguments) {
        assertThat(line.refused(arguments.split(" "))).startsWith("2\n");
    }
}
