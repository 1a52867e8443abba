package est.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One site and one course for all tests; the report is published when the last one is over. */
final class SharedSite implements ParameterResolver {

    private static final Path WORK = Path.of("target", "faults").toAbsolutePath();

    /**
     * What tests are given.
     *
     * @param site short in form
     * @param course over it
     */
    record Ground(Site site, Course course) implements AutoCloseable {

        static Ground open() {
            try {
                Site site = Site.open(
                        Path.of("..").toAbsolutePath().normalize(), Files.createDirectories(WORK), Site.Form.SHORT);
                return new Ground(site, new Course(site));
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("no site", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        @Override
        public void close() {
            try (site) {
                Table.publish(course.rows(), WORK.resolve("faults.md"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Ground.class;
    }

    @Override
    public Ground resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedSite.class))
                .computeIfAbsent(Ground.class, key -> Ground.open(), Ground.class);
    }
}
