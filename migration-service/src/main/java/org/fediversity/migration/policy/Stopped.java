package org.fediversity.migration.policy;

/// A step did not come to its end; the message says why, for people.
abstract sealed class Stopped extends Exception permits GivenUp, NotNow {
    Stopped(String why) {
        super(why);
    }

    final String why() {
        return String.valueOf(getMessage());
    }
}
