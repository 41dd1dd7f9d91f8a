/// Application modules: what one may say, what is wrong with one, and what a configuration of it needs. Pure: no
/// service, no clock, no I/O; the catalogue and the contributor's kit judge by the same code.
@NullMarked
package org.fediversity.modules;

import org.jspecify.annotations.NullMarked;
