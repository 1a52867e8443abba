package est.settings;

import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Set;
import java.util.stream.Collectors;

/** All settings there are: each mapping that anybody injects is a bean. */
@ApplicationScoped
public class SettingsMappings {

    private final BeanManager beans;

    SettingsMappings(BeanManager beans) {
        this.beans = beans;
    }

    /** The mappings of {@code est.*}, those of providers included. */
    public Set<Class<?>> all() {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> bean.getTypes().stream())
                .filter(Class.class::isInstance)
                .<Class<?>>map(type -> (Class<?>) type)
                .filter(SettingsMappings::isOurs)
                .collect(Collectors.toSet());
    }

    private static boolean isOurs(Class<?> type) {
        ConfigMapping mapping = type.getAnnotation(ConfigMapping.class);
        return mapping != null
                && (mapping.prefix().equals("est") || mapping.prefix().startsWith("est."));
    }
}
