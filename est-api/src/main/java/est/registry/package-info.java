/**
 * What an operator writes about devices, from a command line, a file or the console: checked once and in one way before the record
 * keeps it.
 */
@NullMarked
package est.registry;

import org.jspecify.annotations.NullMarked;
