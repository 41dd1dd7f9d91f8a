/// Measures what the event library takes and gives: commands, replay, the way from a command to a live stream.
@NullMarked
package org.fediversity.bench;

import org.jspecify.annotations.NullMarked;
