/// The outside world: one interface per kind of resource, one folder per implementation.
@NullMarked
package org.fediversity.provisioning.driver;

import org.jspecify.annotations.NullMarked;
