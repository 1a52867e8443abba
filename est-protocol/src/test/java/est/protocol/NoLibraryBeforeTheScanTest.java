package est.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * T-20: what the scan refuses no library ever sees. The decoder runs in a class loader of its own that writes down each
 * class of Bouncy Castle it loads: for a refused message none at all, so that there can be no object of one.
 */
class NoLibraryBeforeTheScanTest {

    static Stream<Map.Entry<String, byte[]>> bombs() {
        Map<String, byte[]> bombs = new LinkedHashMap<>();
        bombs.put("seventeen levels", nested(17, 0x30));
        bombs.put("a thousand levels", nested(1_000, 0x30));
        bombs.put("seventeen levels of indefinite length", repeated("3080", 17));
        bombs.put("64 KiB of open indefinite lengths", repeated("3080", 32 * 1024));
        bombs.put("2,001 elements", sequenceOf(repeated("0500", 2_000)));
        bombs.put("21,000 elements", sequenceOf(repeated("020100", 21_000)));
        bombs.put("an identifier of 65 octets", sequenceOf(element(6, new byte[65])));
        bombs.put("an identifier of 60,000 octets", sequenceOf(element(6, filled(60_000))));
        bombs.put("a length that is not there", new byte[] {0x30, (byte) 0x84, 0x7F, -1, -1, -1, 0});
        bombs.put("a length of 2^32", new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1, 0});
        bombs.put("a length of five octets", new byte[] {0x30, (byte) 0x85, 1, 0, 0, 0, 0, 0});
        bombs.put("64 KiB and one octet", new byte[64 * 1024 + 1]);
        bombs.put("a tag of many octets", sequenceOf(new byte[] {0x1F, -1, -1, -1, 0x7F, 0}));
        bombs.put("a string in pieces", sequenceOf(nested(17, 0x24)));
        bombs.put("two messages", twice(new byte[] {0x30, 0}));
        return bombs.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void T_20_what_the_scan_refuses_loads_no_class_of_the_library(Map.Entry<String, byte[]> bomb) throws Exception {
        assertThat(loadedWhileDecoding(bomb.getValue(), true)).isEmpty();
    }

    @Test
    void a_good_request_loads_classes_of_the_library() throws Exception {
        assertThat(loadedWhileDecoding(CertificationRequests.ec("CN=d").der(), false))
                .contains("org.bouncycastle.asn1.ASN1InputStream", "org.bouncycastle.asn1.x500.RDN");
    }

    private static List<String> loadedWhileDecoding(byte[] message, boolean refused) throws Exception {
        try (Recording loader =
                new Recording(CertificationRequest.class, ASN1Object.class, EdECObjectIdentifiers.class)) {
            // linked, initialized and looked at first: what that loads of the library is not what decoding builds
            Class<?> decoder = Class.forName(CertificationRequest.class.getName(), true, loader);
            Method decode = decoder.getMethod("decode", byte[].class);
            List<String> before = List.copyOf(loader.loaded);
            boolean threw = false;
            try {
                decode.invoke(null, message);
            } catch (InvocationTargetException failure) {
                threw = true;
                assertThat(failure.getCause().getClass().getName())
                        .isEqualTo(MalformedMessageException.class.getName());
            }
            assertThat(threw).isEqualTo(refused);
            List<String> during = new ArrayList<>(loader.loaded);
            during.removeAll(before);
            return during;
        }
    }

    /** Our classes and Bouncy Castle's anew. */
    private static final class Recording extends URLClassLoader {
        private final List<String> loaded = new ArrayList<>();

        Recording(Class<?>... from) {
            super(
                    Arrays.stream(from)
                            .map(type ->
                                    type.getProtectionDomain().getCodeSource().getLocation())
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.bouncycastle.")) {
                loaded.add(name);
            }
            return super.findClass(name);
        }
    }

    private static byte[] nested(int levels, int tag) {
        byte[] inner = {5, 0};
        for (int i = 0; i < levels; i++) {
            inner = element(tag, inner);
        }
        return inner;
    }

    private static byte[] sequenceOf(byte[] content) {
        return element(0x30, content);
    }

    private static byte[] element(int tag, byte[] content) {
        java.nio.ByteBuffer der = java.nio.ByteBuffer.allocate(DerHeader.elementLength(content.length));
        return DerHeader.put(der, tag, content.length).put(content).array();
    }

    private static byte[] repeated(String hex, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] one = java.util.HexFormat.of().parseHex(hex);
        for (int i = 0; i < times; i++) {
            try {
                all.write(one);
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return all.toByteArray();
    }

    private static byte[] filled(int length) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) 0x81);
        return octets;
    }

    private static byte[] twice(byte[] octets) {
        byte[] both = Arrays.copyOf(octets, 2 * octets.length);
        System.arraycopy(octets, 0, both, octets.length, octets.length);
        return both;
    }
}
