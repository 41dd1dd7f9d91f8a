/// Every rule of a migration: commands, states, the decider; and the words for state that moves.
@NullMarked
package org.fediversity.migration.domain;

import org.jspecify.annotations.NullMarked;
