package org.fediversity.config.domain;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// An operator as the events tell it.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Operator {
    record Unknown() implements Operator {}

    record Registered() implements Operator {}

    /// Signed up once; their personal data is gone.
    record Erased() implements Operator {}
}
