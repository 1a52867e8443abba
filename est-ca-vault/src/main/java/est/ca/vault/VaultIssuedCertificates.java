package est.ca.vault;

import est.ca.CaException;
import est.ca.IssuedCertificates;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks certificates up in a mount that stores them: settles outcomes that are unknown. Finding one by its key means to
 * read the whole list; certificates seen before are remembered, the rest is read one after another. Thread-safe.
 */
final class VaultIssuedCertificates implements IssuedCertificates {

    private static final int NOT_FOUND = 404;

    /** Beyond it a list says nothing: reading it would take the authority from those who enroll. */
    private static final int MOST_CERTIFICATES = 20_000;

    private final TokenSource tokens;
    private final String mount;
    private final Map<String, X509Certificate> seen = new LinkedHashMap<>();

    VaultIssuedCertificates(TokenSource tokens, String mount) {
        this.tokens = tokens;
        this.mount = mount;
    }

    @Override
    public CompletionStage<Optional<X509Certificate>> bySerial(BigInteger serial) {
        return fetch(text(serial)).toCompletionStage();
    }

    @Override
    public CompletionStage<List<X509Certificate>> byPublicKey(PublicKey publicKey) {
        byte[] key = publicKey.getEncoded();
        return serials()
                .compose(this::all)
                .map(certificates -> certificates.stream()
                        .filter(certificate -> certificate.getBasicConstraints() < 0)
                        .filter(certificate ->
                                Arrays.equals(certificate.getPublicKey().getEncoded(), key))
                        .sorted(Comparator.comparing(X509Certificate::getNotBefore))
                        .toList())
                .toCompletionStage();
    }

    private Future<List<String>> serials() {
        return ask(VaultCall.list("list", mount + "/certs?list=true")).map(answer -> {
            if (answer.status() == NOT_FOUND) {
                return List.of();
            }
            if (!answer.isSuccess()) {
                throw cannotTell(Outcomes.reading(answer));
            }
            List<String> serials = VaultAnswer.Json.texts(answer.data().getValue("keys")).stream()
                    .filter(serial -> serial.matches("[0-9a-f:-]{2,64}"))
                    .toList();
            if (serials.size() > MOST_CERTIFICATES) {
                throw cannotTell(null);
            }
            return serials;
        });
    }

    private Future<List<X509Certificate>> all(List<String> serials) {
        Promise<List<X509Certificate>> done = Promise.promise();
        next(new ArrayDeque<>(serials), new ArrayList<>(), done);
        return done.future();
    }

    private void next(Deque<String> rest, List<X509Certificate> found, Promise<List<X509Certificate>> done) {
        while (!rest.isEmpty()) {
            X509Certificate known = remembered(rest.peek());
            if (known == null) {
                String serial = rest.remove();
                fetch(serial).onFailure(done::fail).onSuccess(certificate -> {
                    certificate.ifPresent(found::add);
                    next(rest, found, done);
                });
                return;
            }
            rest.remove();
            found.add(known);
        }
        done.complete(found);
    }

    private Future<Optional<X509Certificate>> fetch(String serial) {
        return ask(VaultCall.get("cert", mount + "/cert/" + serial)).map(answer -> {
            if (answer.status() == NOT_FOUND) {
                return Optional.empty();
            }
            if (!answer.isSuccess()) {
                throw cannotTell(Outcomes.reading(answer));
            }
            return Optional.of(remember(serial, answer));
        });
    }

    private X509Certificate remember(String serial, VaultAnswer answer) {
        try {
            X509Certificate certificate = Pem.certificate(
                    VaultAnswer.Json.text(answer.data(), "certificate").orElse(""));
            synchronized (seen) {
                if (seen.size() < MOST_CERTIFICATES) {
                    seen.put(serial, certificate);
                }
            }
            return certificate;
        } catch (CertificateException unreadable) {
            throw cannotTell(unreadable);
        }
    }

    private @Nullable X509Certificate remembered(String serial) {
        synchronized (seen) {
            return seen.get(serial);
        }
    }

    private Future<VaultAnswer> ask(VaultCall call) {
        return tokens.ask(call).recover(failure -> Future.failedFuture(cannotTell(failure)));
    }

    private static CaException cannotTell(@Nullable Throwable cause) {
        return CaException.unavailable("the certification authority cannot tell what it issued", Duration.ZERO, cause);
    }

    /** As Vault writes it: {@code 39:dd:2e:…}. */
    private static String text(BigInteger serial) {
        byte[] octets = serial.toByteArray();
        int from = octets.length > 1 && octets[0] == 0 ? 1 : 0;
        return HexFormat.ofDelimiter(":").formatHex(octets, from, octets.length);
    }
}
