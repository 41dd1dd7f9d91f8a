package org.fediversity.gateway.view;

import org.fediversity.runtime.CloudEvent;
import org.fediversity.runtime.Json;

/// How an entry of the history is written: one line of JSON, the event's own JSON in it to the letter.
final class Entries {
    private Entries() {}

    static String write(long position, CloudEvent event) {
        return "{\"position\":" + position
                + ",\"id\":" + Json.write(event.id())
                + ",\"type\":" + Json.write(event.type())
                + ",\"source\":" + Json.write(event.source())
                + ",\"subject\":" + Json.write(event.subject())
                + ",\"time\":" + Json.write(event.time().toString())
                + ",\"actor\":" + Json.write(event.actor().toString())
                + ",\"correlationId\":" + Json.write(event.correlationId())
                + ",\"causationId\":" + Json.write(event.causationId())
                + ",\"sequence\":" + event.sequence()
                + ",\"version\":" + event.version()
                + ",\"data\":" + oneLine(event.data()) + "}";
    }

    /// A raw line break in JSON can only be white space between tokens.
    private static String oneLine(String json) {
        return json.replace('\r', ' ').replace('\n', ' ');
    }
}
