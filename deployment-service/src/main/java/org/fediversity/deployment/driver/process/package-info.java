/// Run-time backend `process`: components as supervised child processes of this machine.
@NullMarked
package org.fediversity.deployment.driver.process;

import org.jspecify.annotations.NullMarked;
