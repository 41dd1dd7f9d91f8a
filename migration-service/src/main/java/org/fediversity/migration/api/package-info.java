/// HTTP in: migrations are asked for, watched, aborted and confirmed.
@NullMarked
package org.fediversity.migration.api;

import org.jspecify.annotations.NullMarked;
