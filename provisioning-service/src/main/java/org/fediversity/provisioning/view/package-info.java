/// Projections and queries: environments, allocations, and who holds what.
@NullMarked
package org.fediversity.provisioning.view;

import org.jspecify.annotations.NullMarked;
