/// State that is a secret, above all an application's identity.
@NullMarked
package org.fediversity.migration.driver.secret;

import org.jspecify.annotations.NullMarked;
