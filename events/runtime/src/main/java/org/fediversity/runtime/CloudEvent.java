package org.fediversity.runtime;

import java.time.Instant;

/// An event as it travels: CloudEvents 1.0 attributes with our extensions, and the event's JSON to the letter.
///
/// @param context which context said it: `config`, `deployment`, …
/// @param type    `org.fediversity.<EventName>`
/// @param version from `dataschema`
/// @param data    JSON text
public record CloudEvent(
        String context,
        String id,
        String source,
        String type,
        int version,
        String subject,
        Instant time,
        Actor actor,
        String correlationId,
        String causationId,
        String traceparent,
        long sequence,
        String data) {}
