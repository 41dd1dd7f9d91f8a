package org.fediversity.gateway.domain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An operation that is still there for those who use it, and that nobody should begin to use.
///
/// @param since   from when on (RFC 9745)
/// @param sunset  when it may stop answering (RFC 8594); empty while that is not decided
/// @param instead what to use: a path of the API
public record Deprecation(Instant since, Optional<Instant> sunset, String instead) {
    /// RFC 9110, 5.6.7: two digits for the day, unlike RFC 1123.
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /// What every answer of the operation says of it.
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Deprecation", "@" + since.getEpochSecond());
        sunset.ifPresent(end -> headers.put("Sunset", HTTP_DATE.format(end.atOffset(ZoneOffset.UTC))));
        headers.put("Link", "<" + instead + ">; rel=\"successor-version\"");
        return headers;
    }
}
