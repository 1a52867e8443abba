package est.start.command;

import est.policy.DeviceName;
import est.record.DeviceConflict;
import est.record.DeviceState;
import est.record.RecordFailure;
import est.record.RegisteredDevice;
import est.registry.DeviceFile;
import est.registry.NewDevice;
import est.registry.WrongField;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The devices that the operator knows. Whatever is changed counts from the next request on. */
@Command(
        name = "device",
        description = "Adds, lists, enables, disables and removes devices.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DeviceCommand {

    /** Prints a new entry's id and nothing else. */
    @Command(name = "add", description = "Registers a device and prints its id.", mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        private final OperatorCommands commands;

        @Spec
        private CommandSpec spec;

        @Option(names = "--serial", paramLabel = "NUMBER", description = "Its serial number or name.")
        private String serial = "";

        @Option(
                names = "--fingerprint",
                paramLabel = "HEX",
                description = "SHA-256 of its certificate, colons allowed.")
        private String fingerprint = "";

        @Option(names = "--pattern", paramLabel = "REGEX", description = "For whole names: sensor-[0-9]+")
        private String pattern = "";

        @Option(names = "--label", paramLabel = "LABEL", description = "The only label it counts at.")
        private String label = "";

        @Option(names = "--state", paramLabel = "STATE", description = "active, pending or disabled; ${DEFAULT-VALUE}.")
        private String state = "active";

        @Option(names = "--attribute", paramLabel = "NAME=VALUE", description = "For {device.NAME} in a subject.")
        private Map<String, String> attributes = new TreeMap<>();

        Add(OperatorCommands commands) {
            this.commands = commands;
        }

        @Override
        public Integer call() {
            RegisteredDevice.Entry entry;
            try {
                entry = NewDevice.of(fields());
            } catch (WrongField wrong) {
                throw Restrictions.refusal(spec, wrong.getMessage());
            }
            List<UUID> ids = commands.await(commands.devices().add(List.of(entry), OperatorCommands.actor()));
            spec.commandLine().getOut().println(ids.get(0));
            return 0;
        }

        private Map<String, String> fields() {
            Map<String, String> fields = new TreeMap<>(Map.of(
                    NewDevice.SERIAL, serial,
                    NewDevice.FINGERPRINT, fingerprint,
                    NewDevice.PATTERN, pattern,
                    NewDevice.LABEL, label,
                    NewDevice.STATE, state));
            attributes.forEach((name, value) -> fields.put(NewDevice.ATTRIBUTE + name, value));
            return fields;
        }
    }

    /** Registers all devices of a file, or none. */
    @Command(
            name = "import",
            description = "Registers the devices of a CSV file, all or none.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        private final OperatorCommands commands;

        @Spec
        private CommandSpec spec;

        @Parameters(
                paramLabel = "FILE",
                description = "Header: serial, fingerprint, pattern, label, state, device.<attribute>, in any order.")
        private Path file = Path.of("");

        Import(OperatorCommands commands) {
            this.commands = commands;
        }

        @Override
        public Integer call() {
            List<DeviceFile.Line> lines = read();
            if (!lines.isEmpty()) {
                add(lines);
            }
            spec.commandLine().getOut().println(lines.size() + " devices registered");
            return 0;
        }

        private List<DeviceFile.Line> read() {
            try {
                return DeviceFile.read(file);
            } catch (DeviceFile.Unreadable wrong) {
                throw new NotDone(file + ", " + wrong.getMessage() + "; nothing was registered", wrong);
            } catch (IOException e) {
                throw new NotDone("cannot read " + file, e);
            }
        }

        private void add(List<DeviceFile.Line> lines) {
            try {
                commands.await(commands.devices()
                        .add(lines.stream().map(DeviceFile.Line::device).toList(), OperatorCommands.actor()));
            } catch (RecordFailure refused) {
                if (refused.getCause() instanceof DeviceConflict conflict) {
                    throw new NotDone(
                            file + ", line " + lines.get(conflict.index()).number() + ": " + conflict.getMessage()
                                    + "; nothing was registered",
                            refused);
                }
                throw refused;
            }
        }
    }

    /** Lists entries, a line each. */
    @Command(name = "list", description = "Lists the devices, a line each.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private final OperatorCommands commands;

        @Spec
        private CommandSpec spec;

        @Option(names = "--label", paramLabel = "LABEL", description = "Those of this label alone.")
        private Optional<String> label = Optional.empty();

        @Option(names = "--state", paramLabel = "STATE", description = "active, pending or disabled ones only.")
        private Optional<String> state = Optional.empty();

        Show(OperatorCommands commands) {
            this.commands = commands;
        }

        @Override
        public Integer call() {
            Restrictions.check(spec, Optional.empty(), label);
            Optional<DeviceState> wanted = wanted();
            Lines.print(
                    spec,
                    (after, atMost) -> commands.await(commands.devices().list(label, wanted, after, atMost)),
                    RegisteredDevice::id,
                    DeviceCommand::line);
            return 0;
        }

        private Optional<DeviceState> wanted() {
            try {
                return state.map(NewDevice::state);
            } catch (WrongField wrong) {
                throw Restrictions.refusal(spec, wrong.getMessage());
            }
        }
    }

    /** Shows what is known of a device. */
    @Command(name = "show", description = "Shows one device.", mixinStandardHelpOptions = true)
    static final class One implements Callable<Integer> {
        private final OperatorCommands commands;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "DEVICE", description = "Id, serial number, fingerprint or pattern.")
        private String device = "";

        One(OperatorCommands commands) {
            this.commands = commands;
        }

        @Override
        public Integer call() {
            spec.commandLine().getOut().println(line(named(commands, device)));
            return 0;
        }
    }

    /** Has a device refused, or served again. */
    @Command(mixinStandardHelpOptions = true)
    static final class Change implements Callable<Integer> {
        private final OperatorCommands commands;
        private final DeviceState state;

        @Parameters(paramLabel = "DEVICE", description = "Id, serial number, fingerprint or pattern.")
        private String device = "";

        Change(OperatorCommands commands, DeviceState state) {
            this.commands = commands;
            this.state = state;
        }

        @Override
        public Integer call() {
            UUID id = named(commands, device).id();
            requireThere(commands.await(commands.devices().change(id, state, OperatorCommands.actor())));
            return 0;
        }
    }

    /** Forgets a device. */
    @Command(
            name = "remove",
            description = "Removes a device from the registry: it is unknown then, not disabled.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        private final OperatorCommands commands;

        @Parameters(paramLabel = "DEVICE", description = "Id, serial number, fingerprint or pattern.")
        private String device = "";

        Remove(OperatorCommands commands) {
            this.commands = commands;
        }

        @Override
        public Integer call() {
            UUID id = named(commands, device).id();
            requireThere(commands.await(commands.devices().remove(id, OperatorCommands.actor())));
            return 0;
        }
    }

    private static RegisteredDevice named(OperatorCommands commands, String text) {
        List<RegisteredDevice> found = commands.await(commands.devices().named(text, DeviceName.canonical(text)));
        requireThere(!found.isEmpty());
        if (found.size() > 1) {
            throw new NotDone("several entries are about it, name one by its id: "
                    + found.stream().map(each -> each.id().toString()).collect(Collectors.joining(", ")));
        }
        return found.get(0);
    }

    private static void requireThere(boolean there) {
        if (!there) {
            throw new NotDone("there is no such device");
        }
    }

    /** Attributes are clean, serial numbers and patterns have no control characters. */
    private static String line(RegisteredDevice device) {
        RegisteredDevice.Entry entry = device.entry();
        return Lines.columns(
                device.id().toString(),
                entry.state().name().toLowerCase(Locale.ROOT),
                entry.label().orElse("*"),
                entry.kind().name().toLowerCase(Locale.ROOT),
                entry.identifier(),
                device.changedAt().toString(),
                device.changedBy(),
                entry.attributes().entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("; ")));
    }
}
