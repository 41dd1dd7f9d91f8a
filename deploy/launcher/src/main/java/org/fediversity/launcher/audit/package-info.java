/// Checks the history of a set-up from outside: with its public key, and with nothing that the set-up itself computes.
@NullMarked
package org.fediversity.launcher.audit;

import org.jspecify.annotations.NullMarked;
