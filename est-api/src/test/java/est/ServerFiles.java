package est;

import java.nio.file.Path;

/**
 * The files of a running server that can be replaced.
 *
 * @param settings labels, profiles and the names of anchor files
 * @param anchors the anchors of the default label
 * @param certificate the door's certificate with its chain
 * @param key the door's key
 */
record ServerFiles(Path settings, Path anchors, Path certificate, Path key) {}
