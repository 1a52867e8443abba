/** Presets: settings bundled under a name, expanded before anybody reads settings. */
@NullMarked
package est.start.preset;

import org.jspecify.annotations.NullMarked;
