/// Secrets that are made up here and kept in the vault.
@NullMarked
package org.fediversity.provisioning.driver.secret;

import org.jspecify.annotations.NullMarked;
