package org.fediversity.deployment.domain;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a deployment serves: a release, or nothing yet.
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
public sealed interface Serving permits Serving.Nothing, Release {
    /// Nothing has ever been deployed.
    record Nothing() implements Serving {}
}
