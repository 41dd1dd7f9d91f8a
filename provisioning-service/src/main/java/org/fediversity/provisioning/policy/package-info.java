/// Whenever resources are reserved, provision them; whenever a release is asked for, take them down.
@NullMarked
package org.fediversity.provisioning.policy;

import org.jspecify.annotations.NullMarked;
