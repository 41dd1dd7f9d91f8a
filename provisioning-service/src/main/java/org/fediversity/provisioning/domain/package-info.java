/// Every rule of environments and allocations: what the policy decides, what is held, what may be declared; pure.
@NullMarked
package org.fediversity.provisioning.domain;

import org.jspecify.annotations.NullMarked;
