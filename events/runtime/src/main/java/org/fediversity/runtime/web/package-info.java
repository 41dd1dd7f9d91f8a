/// What every service's HTTP edge shares: who calls, problem documents, entity tags.
@NullMarked
package org.fediversity.runtime.web;

import org.jspecify.annotations.NullMarked;
