/// HTTP in: requests become questions and commands, answers and refusals become documents.
@NullMarked
package org.fediversity.deployment.api;

import org.jspecify.annotations.NullMarked;
