/** What the server is configured with: every setting that there is, and those in force, without secrets. */
@NullMarked
package est.settings;

import org.jspecify.annotations.NullMarked;
