/// What runs on the stream of stored events: views, policies, the publisher; and the inbox, which runs on others'.
@NullMarked
package org.fediversity.runtime.process;

import org.jspecify.annotations.NullMarked;
