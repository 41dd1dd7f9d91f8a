/// Machines and shells where this runs, the run-time backend `process`.
@NullMarked
package org.fediversity.provisioning.driver.process;

import org.jspecify.annotations.NullMarked;
