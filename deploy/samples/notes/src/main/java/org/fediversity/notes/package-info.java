/// A small Fediverse application: one author, notes with pictures, readable by people and by other servers.
@NullMarked
package org.fediversity.notes;

import org.jspecify.annotations.NullMarked;
