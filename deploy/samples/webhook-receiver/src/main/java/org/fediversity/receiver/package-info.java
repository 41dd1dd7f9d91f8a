/// The smallest receiver of webhooks that may call itself one: it believes nothing that is not signed.
@NullMarked
package org.fediversity.receiver;

import org.jspecify.annotations.NullMarked;
