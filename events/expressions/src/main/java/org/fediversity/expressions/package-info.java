/// What people outside write into modules and environments: documents with line numbers, `${...}` expressions,
/// versions. Everything here is safe to use on hostile input: mistakes are values, and work is bounded.
@NullMarked
package org.fediversity.expressions;

import org.jspecify.annotations.NullMarked;
