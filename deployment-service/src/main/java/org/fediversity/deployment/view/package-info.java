/// What is shown: deployments, rollouts with their steps, hosts and tokens.
@NullMarked
package org.fediversity.deployment.view;

import org.jspecify.annotations.NullMarked;
