package est.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A slow hash of a password: Argon2id (RFC 9106), 19 MiB, two passes, with a salt of its own (T-9), kept as a PHC string. One
 * match takes tens of milliseconds and 19 MiB: callers bound how many run at once, off the event loop. Immutable.
 */
public final class PasswordHash {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;
    private static final int MOST_MEMORY_KIB = 65_536;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d)\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    /** For a user who does not exist: a match costs the same, and never succeeds, since nobody knows a password of it. */
    public static final PasswordHash UNKNOWN_USER =
            new PasswordHash(MEMORY_KIB, PASSES, LANES, new byte[SALT_OCTETS], new byte[HASH_OCTETS]);

    private final int memoryKib;
    private final int passes;
    private final int lanes;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {
        this.memoryKib = memoryKib;
        this.passes = passes;
        this.lanes = lanes;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes a password with a fresh salt. Slow. */
    public static PasswordHash of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return new PasswordHash(
                MEMORY_KIB, PASSES, LANES, salt, derive(password, MEMORY_KIB, PASSES, LANES, salt, HASH_OCTETS));
    }

    /**
     * Reads a PHC string.
     *
     * @throws IllegalArgumentException if it is none, or would cost more than this server grants a match
     */
    public static PasswordHash parse(String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an Argon2id PHC string");
        }
        int memory = Integer.parseInt(parts.group(1));
        int passes = Integer.parseInt(parts.group(2));
        int lanes = Integer.parseInt(parts.group(3));
        if (lanes < 1 || lanes > 4 || passes < 1 || passes > 10 || memory < 8 * lanes || memory > MOST_MEMORY_KIB) {
            throw new IllegalArgumentException("Argon2id parameters out of bounds");
        }
        Base64.Decoder decoder = Base64.getDecoder();
        return new PasswordHash(memory, passes, lanes, decoder.decode(parts.group(4)), decoder.decode(parts.group(5)));
    }

    /** Whether it is this password's. Slow; the comparison takes the same time wherever they differ. */
    public boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, memoryKib, passes, lanes, salt, hash.length));
    }

    /** The PHC string to keep. */
    public String phc() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes + "$" + encoder.encodeToString(salt)
                + "$" + encoder.encodeToString(hash);
    }

    private static byte[] derive(String password, int memoryKib, int passes, int lanes, byte[] salt, int octets) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        // RFC 8265 §4.2.2: passwords are compared after Unicode NFC
        byte[] octetsOfPassword =
                Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] derived = new byte[octets];
            argon2.generateBytes(octetsOfPassword, derived);
            return derived;
        } finally {
            Arrays.fill(octetsOfPassword, (byte) 0);
        }
    }

    /** Without the hash (I-10). */
    @Override
    public String toString() {
        return "PasswordHash[…]";
    }
}
