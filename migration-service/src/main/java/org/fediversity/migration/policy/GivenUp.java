package org.fediversity.migration.policy;

/// A step cannot be done.
final class GivenUp extends Stopped {
    GivenUp(String why) {
        super(why);
    }
}
