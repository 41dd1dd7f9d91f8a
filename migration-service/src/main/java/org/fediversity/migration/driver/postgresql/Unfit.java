package org.fediversity.migration.driver.postgresql;

/// What was found cannot be carried, or cannot be read; the message says why, for people.
final class Unfit extends Exception {
    Unfit(String why) {
        super(why);
    }
}
