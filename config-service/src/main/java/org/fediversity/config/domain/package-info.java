/// The rules of config: what a module is, what its options may hold, what a configuration needs, and who owns what.
@NullMarked
package org.fediversity.config.domain;

import org.jspecify.annotations.NullMarked;
