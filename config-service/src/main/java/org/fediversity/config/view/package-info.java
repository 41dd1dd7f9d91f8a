/// Projections and queries: what was published, claimed, staged and deployed.
@NullMarked
package org.fediversity.config.view;

import org.jspecify.annotations.NullMarked;
