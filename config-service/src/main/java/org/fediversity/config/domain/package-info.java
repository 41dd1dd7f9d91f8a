/// The rules of config: what is published, what a configuration may become, and who owns what.
@NullMarked
package org.fediversity.config.domain;

import org.jspecify.annotations.NullMarked;
