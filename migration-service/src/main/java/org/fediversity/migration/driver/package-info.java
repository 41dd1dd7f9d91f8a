/// The outside world: questions to other services, and one state driver per resource type.
@NullMarked
package org.fediversity.migration.driver;

import org.jspecify.annotations.NullMarked;
