/// Questions to the other services over HTTP; nothing is ever changed through them.
@NullMarked
package org.fediversity.migration.driver.questions;

import org.jspecify.annotations.NullMarked;
