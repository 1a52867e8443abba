package est.registry;

import est.record.RegisteredDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Devices in a CSV file (RFC 4180, without line breaks in fields): a header line of field names, then a device a line. */
public final class DeviceFile {
    /** So many lines may a file have behind its header. */
    public static final int MOST_DEVICES = 10_000;

    private static final long MOST_OCTETS = 16L << 20;

    private DeviceFile() {}

    /** A device and where it stands. */
    public record Line(int number, RegisteredDevice.Entry device) {}

    /** What is wrong with a file, in one line that says where. */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * All devices of the file.
     *
     * @throws Unreadable naming line and column
     */
    public static List<Line> read(Path file) throws IOException {
        if (Files.size(file) > MOST_OCTETS) {
            throw new Unreadable("the file is larger than 16 MiB");
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(lines);
        } catch (CharacterCodingException odd) {
            throw new Unreadable("the file is not in UTF-8");
        }
    }

    private static List<Line> read(BufferedReader lines) throws IOException {
        String first = lines.readLine();
        if (first == null) {
            throw new Unreadable("the file is empty: its first line names the columns");
        }
        List<String> columns = header(first.startsWith("\uFEFF") ? first.substring(1) : first);
        List<Line> devices = new ArrayList<>();
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                if (devices.size() == MOST_DEVICES) {
                    throw new Unreadable("line " + number + ": a file has " + MOST_DEVICES + " devices at most");
                }
                devices.add(new Line(number, device(number, fields(number, line), columns)));
            }
        }
        return devices;
    }

    private static List<String> header(String line) {
        List<String> columns = fields(1, line).stream().map(String::strip).toList();
        for (int column = 0; column < columns.size(); column++) {
            if (!NewDevice.isField(columns.get(column))) {
                throw new Unreadable("line 1, column " + (column + 1)
                        + ": a column is serial, fingerprint, pattern, label, state or device.<attribute>");
            }
        }
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new Unreadable("line 1: two columns have the same name");
        }
        return columns;
    }

    private static RegisteredDevice.Entry device(int line, List<String> values, List<String> columns) {
        if (values.size() != columns.size()) {
            throw new Unreadable(
                    "line " + line + ": there are " + values.size() + " fields for " + columns.size() + " columns");
        }
        Map<String, String> fields = new TreeMap<>();
        for (int column = 0; column < columns.size(); column++) {
            fields.put(columns.get(column), values.get(column).strip());
        }
        try {
            return NewDevice.of(fields);
        } catch (WrongField wrong) {
            int column = columns.indexOf(wrong.field()) + 1;
            throw new Unreadable("line " + line + (column > 0 ? ", column " + column + " (" : " (") + wrong.field()
                    + ")" + wrong.getMessage().substring(wrong.field().length()));
        }
    }

    /** The fields of a line; quotes hold commas, and two quotes in quotes are one. */
    private static List<String> fields(int number, String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean closed = false;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            boolean doubled = quoted && c == '"' && at + 1 < line.length() && line.charAt(at + 1) == '"';
            if (doubled) {
                field.append('"');
                at++;
            } else if (quoted && c == '"') {
                quoted = false;
                closed = true;
            } else if (!quoted && c == ',') {
                fields.add(field.toString());
                field.setLength(0);
                closed = false;
            } else if (!quoted && !closed && c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (closed || (!quoted && c == '"')) {
                throw new Unreadable(
                        "line " + number + ", column " + (fields.size() + 1) + ": a quote is out of place");
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new Unreadable("line " + number + ", column " + (fields.size() + 1) + ": a quote is not closed");
        }
        fields.add(field.toString());
        return fields;
    }
}
