/// Every rule of deployments: commands, states, the decider, and what it asks of other services.
@NullMarked
package org.fediversity.deployment.domain;

import org.jspecify.annotations.NullMarked;
