package org.fediversity.migration.driver.volume;

import java.io.IOException;

/// Something that cannot be carried, or is not what it should be; the message may be shown.
final class Unfit extends IOException {
    Unfit(String why) {
        super(why);
    }
}
