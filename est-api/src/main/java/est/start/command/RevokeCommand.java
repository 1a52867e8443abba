package est.start.command;

import est.record.CertificateKey;
import est.record.RecordedCertificate;
import est.record.RevocationReason;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Revokes a certificate this server issued: it is refused from the next request on. */
@Command(name = "revoke", description = "Revokes a certificate.", mixinStandardHelpOptions = true)
final class RevokeCommand implements Callable<Integer> {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,40}");

    private final OperatorCommands operator;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private @Nullable Which which;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            defaultValue = "UNSPECIFIED",
            description = "One of ${COMPLETION-CANDIDATES}, in any case.")
    private RevocationReason reason = RevocationReason.UNSPECIFIED;

    RevokeCommand(OperatorCommands operator) {
        this.operator = operator;
    }

    /** Which certificate: one of the two ways to say it. */
    private static final class Which {
        @Option(names = "--serial", paramLabel = "HEX", description = "Its serial number, colons allowed.")
        private Optional<String> serial = Optional.empty();

        @Option(names = "--certificate", paramLabel = "FILE", description = "The certificate, PEM or DER.")
        private Optional<Path> certificate = Optional.empty();
    }

    @Override
    public Integer call() {
        Which named = Objects.requireNonNull(which, "picocli demands one of the two");
        CertificateKey key =
                named.certificate.map(RevokeCommand::keyOf).orElseGet(() -> find(named.serial.orElseThrow()));
        if (!operator.await(operator.certificates().revoke(key, reason, OperatorCommands.actor()))) {
            throw new NotDone("that certificate is not of this server, or is revoked already");
        }
        return 0;
    }

    private static CertificateKey keyOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateKey.of(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
        } catch (IOException e) {
            throw new NotDone("cannot read " + file, e);
        } catch (CertificateException e) {
            throw new NotDone(file + " is no certificate", e);
        }
    }

    private CertificateKey find(String serial) {
        String digits = serial.replace(":", "");
        if (!HEX.matcher(digits).matches()) {
            throw Restrictions.refusal(spec, "--serial must be at most 40 hexadecimal digits");
        }
        List<RecordedCertificate> found =
                operator.await(operator.certificates().findBySerial(new BigInteger(digits, 16)));
        if (found.size() > 1) {
            throw new NotDone("several CAs used that serial number: name the certificate with --certificate");
        }
        return found.stream()
                .findFirst()
                .orElseThrow(() -> new NotDone("no certificate of this server has that serial number"))
                .key();
    }
}
