/// The shared vocabulary: what happened, in the past tense, as plain values that stay readable forever.
@NullMarked
package org.fediversity.contracts;

import org.jspecify.annotations.NullMarked;
