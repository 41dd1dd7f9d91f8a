/// HTTP in: environments for providers and operators, and what other services ask.
@NullMarked
package org.fediversity.provisioning.api;

import org.jspecify.annotations.NullMarked;
