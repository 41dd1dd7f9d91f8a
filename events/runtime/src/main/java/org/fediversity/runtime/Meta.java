package org.fediversity.runtime;

import java.time.Instant;

/// What is known about an event beside its content.
///
/// @param id            UUIDv7
/// @param time          when it was recorded
/// @param correlationId the same for all that one request led to
/// @param causationId   id of the event or request that led to this one
/// @param traceparent   W3C Trace Context, or empty
/// @param version       version of the event's shape
/// @param sequence      number in its stream, from 0
/// @param source        `/fediversity/<set-up>/<context>`
public record Meta(
        String id,
        Instant time,
        Actor actor,
        String correlationId,
        String causationId,
        String traceparent,
        int version,
        long sequence,
        String source) {}
