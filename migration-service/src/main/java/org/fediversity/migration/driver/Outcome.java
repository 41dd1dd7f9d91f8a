package org.fediversity.migration.driver;

import java.util.function.Function;

/// What came of a call to the outside world.
public sealed interface Outcome<T> {
    /// It is done.
    record Done<T>(T value) implements Outcome<T> {}

    /// It will not be, however often it is asked for.
    ///
    /// @param why for people; holds no secret and nothing of the content
    record Refused<T>(String why) implements Outcome<T> {}

    /// The other side did not answer; asking again is safe.
    record Unreachable<T>(String why) implements Outcome<T> {}

    /// The same outcome about something else.
    default <U> Outcome<U> map(Function<T, U> change) {
        return switch (this) {
            case Done<T>(T value) -> new Done<>(change.apply(value));
            case Refused<T>(String why) -> new Refused<>(why);
            case Unreachable<T>(String why) -> new Unreachable<>(why);
        };
    }
}
