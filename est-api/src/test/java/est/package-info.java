/** What tests of every room share. */
@NullMarked
package est;

import org.jspecify.annotations.NullMarked;
