package est.settings;

import est.pki.SecretText;
import io.smallrye.config.ConfigMappingInterface.LeafProperty;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All names that settings can have, with a star for each name that operators choose. Immutable. */
public final class SettingForms {

    private final Map<String, Property> forms = new TreeMap<>();
    private final Set<Pattern> shown;

    /** Of these mappings. */
    public SettingForms(Collection<Class<?>> mappings) {
        mappings.forEach(
                type -> forms.putAll(ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(type))));
        shown = forms.entrySet().stream()
                .filter(form -> !isSecret(form.getValue()))
                .map(form -> pattern(form.getKey()))
                .collect(Collectors.toSet());
    }

    /** By its type alone (I-10): a secret is a {@link SecretText}. */
    private static boolean isSecret(Property property) {
        return property.isLeaf()
                && (property.isSecret() || typeOf(property.asLeaf()).equals(SecretText.class));
    }

    private static Class<?> typeOf(LeafProperty leaf) {
        return leaf.getValueRawType();
    }

    /** Whether a setting of that name must not be shown: it is a secret, or no mapping knows what it is. */
    public boolean isHidden(String name) {
        String plain = name.replaceFirst("\\[\\d+\\]$", "");
        return shown.stream().noneMatch(form -> form.matcher(plain).matches());
    }

    /** Adds to the names those that nobody set below the names that somebody chose. */
    void addUnset(Set<String> names) {
        Set<String> more = new HashSet<>();
        for (String form : forms.keySet()) {
            int star = form.lastIndexOf('*');
            if (form.contains("[")) {
                continue;
            }
            if (star < 0) {
                more.add(form);
            } else {
                Pattern chosen = pattern(form.substring(0, star + 1));
                for (String name : names) {
                    Matcher begin = chosen.matcher(name);
                    if (begin.lookingAt()) {
                        more.add(begin.group() + form.substring(star + 1));
                    }
                }
            }
        }
        names.addAll(more);
    }

    private static Pattern pattern(String form) {
        return Pattern.compile(form.replace("[*]", "").replace(".", "\\.").replace("*", "[^.\\[]+"));
    }
}
