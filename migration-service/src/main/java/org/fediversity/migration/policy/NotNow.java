package org.fediversity.migration.policy;

/// A step cannot be done at the moment, because somebody does not answer.
final class NotNow extends Stopped {
    NotNow(String why) {
        super(why);
    }
}
