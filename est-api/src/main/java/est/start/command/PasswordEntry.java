package est.start.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a password is typed or piped: never an argument, which every user of the machine could read. */
@FunctionalInterface
interface PasswordEntry {

    /** The password, or an empty one if none was given. */
    String read();

    /** Asks at the terminal, twice; without one takes the first line of standard input. */
    static PasswordEntry ofTheProcess() {
        return () -> terminal().map(PasswordEntry::twice).orElseGet(PasswordEntry::firstLine);
    }

    @SuppressWarnings("SystemConsoleNull") // null says "no terminal" before Java 22; isTerminal says it since
    private static Optional<Console> terminal() {
        Console console = System.console();
        return console != null && isTerminal(console) ? Optional.of(console) : Optional.empty();
    }

    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot tell whether there is a terminal", e);
        }
    }

    private static String firstLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String twice(Console console) {
        String password = typed(console, "Password: ");
        if (!password.equals(typed(console, "Once more: "))) {
            throw new NotDone("the two passwords differ");
        }
        return password;
    }

    private static String typed(Console console, String prompt) {
        char[] typed = console.readPassword(prompt);
        return typed == null ? "" : new String(typed);
    }
}
