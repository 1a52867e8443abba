package est;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** I-10 for values: no record of ours prints a component whose name says that it is a secret. */
class SecretTypesTest {

    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(password|passphrase|secret|authorization|challenge|privatekey|phc|token).*|key|pair");
    private static final String CANARY = "canary-in-a-value";

    private static List<Class<?>> records() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(new ArchitectureTest.WithoutTestJars())
                        .importPackages("est")
                        .stream()
                        .filter(JavaClass::isRecord)
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }

    private static boolean isSecretText(RecordComponent component) {
        boolean text = component.getType() == String.class
                || component.getType() == CharSequence.class
                || component
                        .getGenericType()
                        .getTypeName()
                        .matches("java\\.util\\.(List|Set|Optional|Collection)<java.lang.String>");
        return text && SECRET.matcher(component.getName()).matches();
    }

    @Test
    void I_10_no_record_prints_a_component_that_is_a_secret() throws Exception {
        List<Class<?>> secretive = records().stream()
                .filter(type -> Arrays.stream(type.getRecordComponents()).anyMatch(SecretTypesTest::isSecretText))
                .toList();
        assertThat(secretive)
                .extracting(Class::getSimpleName)
                .contains("BasicCredentials", "PresentedCredentials", "EstRequest", "User");
        for (Class<?> type : secretive) {
            assertThat(instance(type).toString()).as(type.getName()).doesNotContain(CANARY);
        }
    }

    private static Object instance(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        try {
            return constructor.newInstance(
                    Arrays.stream(components).map(SecretTypesTest::value).toArray());
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException("teach this test to make a " + type, refused.getCause());
        }
    }

    private static @Nullable Object value(RecordComponent component) {
        String text = isSecretText(component) ? CANARY : "x";
        Map<Class<?>, Object> values = Map.ofEntries(
                Map.entry(String.class, text),
                Map.entry(CharSequence.class, text),
                Map.entry(List.class, isSecretText(component) ? List.of(text) : List.of()),
                Map.entry(Set.class, isSecretText(component) ? Set.of(text) : Set.of()),
                Map.entry(Optional.class, isSecretText(component) ? Optional.of(text) : Optional.empty()),
                Map.entry(byte[].class, new byte[32]),
                Map.entry(boolean.class, false),
                Map.entry(int.class, 1),
                Map.entry(long.class, 1L),
                Map.entry(UUID.class, new UUID(0, 1)),
                Map.entry(Instant.class, Instant.EPOCH),
                Map.entry(Duration.class, Duration.ofDays(1)),
                Map.entry(BigInteger.class, BigInteger.ONE));
        return values.get(component.getType());
    }
}
