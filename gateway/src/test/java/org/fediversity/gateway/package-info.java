/// Tests of the gateway against real servers: a database, a broker, and small services made for the purpose.
@NullMarked
package org.fediversity.gateway;

import org.jspecify.annotations.NullMarked;
