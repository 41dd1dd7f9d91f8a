/// Migrations as they are shown.
@NullMarked
package org.fediversity.migration.view;

import org.jspecify.annotations.NullMarked;
