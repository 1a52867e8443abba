package est.ca.vault;

import est.ca.CaException;
import est.ca.IssuedCertificates;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks certificates up in a mount that stores them: settles outcomes that are unknown. Finding one by its key means to
 * read the whole list; whose key a certificate has is remembered, the rest is read one after another. Thread-safe.
 */
final class VaultIssuedCertificates implements IssuedCertificates {

    private static final int NOT_FOUND = 404;

    /** Beyond it a list says nothing: reading it would take the authority from those who enroll. */
    private static final int MOST_CERTIFICATES = 20_000;

    private final TokenSource tokens;
    private final String mount;

    /** Digests of the keys of certificates seen before, by serial. */
    private final Map<String, String> keys = new ConcurrentHashMap<>();

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
        String key = digest(publicKey);
        return serials()
                .compose(serials -> withKey(serials, key))
                .map(certificates -> certificates.stream()
                        .filter(certificate -> certificate.getBasicConstraints() < 0)
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

    private Future<List<X509Certificate>> withKey(List<String> serials, String key) {
        Promise<List<X509Certificate>> done = Promise.promise();
        next(new ArrayDeque<>(serials), key, new ArrayList<>(), done);
        return done.future();
    }

    private void next(
            Deque<String> rest, String key, List<X509Certificate> found, Promise<List<X509Certificate>> done) {
        while (!rest.isEmpty()) {
            String serial = rest.remove();
            String known = keys.get(serial);
            if (known == null || known.equals(key)) {
                fetch(serial).onFailure(done::fail).onSuccess(certificate -> {
                    certificate
                            .filter(each -> digest(each.getPublicKey()).equals(key))
                            .ifPresent(found::add);
                    next(rest, key, found, done);
                });
                return;
            }
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
            if (keys.size() < MOST_CERTIFICATES) {
                keys.put(serial, digest(certificate.getPublicKey()));
            }
            return certificate;
        } catch (CertificateException unreadable) {
            throw cannotTell(unreadable);
        }
    }

    private static String digest(PublicKey key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
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
