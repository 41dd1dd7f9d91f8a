package org.fediversity.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// One server-sent event.
record Frame(String id, String event, JsonNode data) {
    static Stream<Frame> parse(Stream<String> lines) {
        var frames = new Iterator<Frame>() {
            private final Iterator<String> source = lines.iterator();
            private Frame next;

            @Override
            public boolean hasNext() {
                Map<String, String> fields = new HashMap<>();
                while (next == null && source.hasNext()) {
                    var line = source.next();
                    if (line.isEmpty() && fields.containsKey("data")) {
                        next = of(fields);
                    } else if (!line.startsWith(":") && line.contains(":")) {
                        var value = line.substring(line.indexOf(':') + 1).stripLeading();
                        fields.merge(line.substring(0, line.indexOf(':')), value, (a, b) -> a + "\n" + b);
                    }
                }
                return next != null;
            }

            @Override
            public Frame next() {
                hasNext();
                var frame = next;
                next = null;
                return frame;
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(frames, Spliterator.ORDERED), false)
                .onClose(lines::close);
    }

    private static Frame of(Map<String, String> fields) {
        try {
            return new Frame(
                    fields.getOrDefault("id", ""),
                    fields.getOrDefault("event", ""),
                    Answer.JSON.readTree(fields.get("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
