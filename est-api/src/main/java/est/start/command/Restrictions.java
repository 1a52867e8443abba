package est.start.command;

import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a credential may be tied to. */
final class Restrictions {
    private static final int LONGEST_COMMON_NAME = 64;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]{1,64}");

    private Restrictions() {}

    static void check(CommandSpec command, Optional<String> commonName, Optional<String> label) {
        commonName.ifPresent(name -> {
            // RFC 5280 appendix A.1, ub-common-name
            if (name.isBlank() || name.length() > LONGEST_COMMON_NAME || hasControl(name)) {
                throw refusal(command, "--cn must be 1 to 64 printable characters");
            }
        });
        label.ifPresent(name -> {
            if (!LABEL.matcher(name).matches()) {
                throw refusal(command, "--label must be lower-case letters and digits");
            }
        });
    }

    static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    static ParameterException refusal(CommandSpec command, String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
