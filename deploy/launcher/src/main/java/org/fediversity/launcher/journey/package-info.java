/// The main job as a person does it, over the public API and the applications' own pages: for the demo and for the
/// end-to-end tests.
@NullMarked
package org.fediversity.launcher.journey;

import org.jspecify.annotations.NullMarked;
