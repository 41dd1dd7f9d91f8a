package org.fediversity.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name under which an event is stored and published, forever. Its type is [#PREFIX] followed by the name.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventName {
    /// Comes before every event name: `org.fediversity.ConfigurationStaged`.
    String PREFIX = "org.fediversity.";

    /// The bare name, past tense: `ConfigurationStaged`.
    String value();

    /// The version of the event's shape; it rises only when an upcaster is needed to read the older one.
    int version() default 1;
}
