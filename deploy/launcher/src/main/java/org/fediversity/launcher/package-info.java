/// The command `./fediversity`: builds what changed and runs the whole platform on one machine as child processes.
@NullMarked
package org.fediversity.launcher;

import org.jspecify.annotations.NullMarked;
