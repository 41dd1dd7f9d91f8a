/// Questions to the other services over HTTP; nothing is ever changed through them.
@NullMarked
package org.fediversity.config.driver.questions;

import org.jspecify.annotations.NullMarked;
