package org.fediversity.gateway.api;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fediversity.gateway.domain.GatewayRefusal;
import org.fediversity.gateway.domain.Routes;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.gateway.view.HistoryQueries.Thing;
import org.fediversity.gateway.view.HistoryQueries.Thing.Kind;

/// Services know times, only the gateway knows positions: `?at=<position>` becomes the time of the last event about
/// that very thing up to the position. (The time of the event at the position would not do: the clocks of services
/// differ, and events come into the history a little later than they happen.)
@ApplicationScoped
class Moments {
    private static final Pattern POSITION = Pattern.compile("\\d{1,18}");
    private static final Pattern PARAMETER = Pattern.compile("([?&])at=\\d+");
    private static final Pattern THING =
            Pattern.compile(Routes.BASE + "/(deployments|environments|migrations)/([^/?]+)(/configuration)?(\\?.*)?");

    /// Before anything was.
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private final Vertx vertx;
    private final HistoryQueries history;

    Moments(Vertx vertx, HistoryQueries history) {
        this.vertx = vertx;
        this.history = history;
    }

    /// @param then what to do with the path and query as a service understands them
    void timed(Visit visit, Consumer<String> then) {
        String uri = visit.request().uri();
        Optional<Long> position = visit.parameter("at")
                .filter(at -> POSITION.matcher(at).matches())
                .map(Long::valueOf);
        if (position.isEmpty()) {
            then.accept(uri);
            return;
        }
        vertx.executeBlocking(() -> asOf(uri, position.get()), false)
                .onSuccess(found -> found.ifPresentOrElse(
                        moment -> then.accept(PARAMETER.matcher(uri).replaceFirst("$1" + moment)),
                        () -> Problems.answer(
                                visit.context(),
                                GatewayRefusal.BAD_REQUEST,
                                "There is no position " + position.get() + " in the history yet.")))
                .onFailure(visit.context()::fail);
    }

    /// The query parameters that make a service show a thing as it was at a position; empty if that is none yet.
    ///
    /// @param uri path, with or without a query
    Optional<String> asOf(String uri, long position) {
        return history.timeOf(position).map(there -> {
            Matcher thing = THING.matcher(uri);
            if (!thing.matches()) {
                return "at=" + there;
            }
            String id = URLDecoder.decode(thing.group(2), StandardCharsets.UTF_8);
            return switch (thing.group(1)) {
                case "environments" -> "at=" + last("provisioning", Kind.ENVIRONMENT, id, position);
                case "migrations" -> "at=" + last("migration", Kind.MIGRATION, id, position);
                default -> {
                    Instant deployment = last("deployment", Kind.DEPLOYMENT, id, position);
                    Instant configuration = last("config", Kind.DEPLOYMENT, id, position);
                    if (thing.group(3) == null) {
                        yield "at=" + deployment + "&stagedAt=" + configuration;
                    }
                    // a configuration exists as soon as its deployment does, staged or not
                    yield "at=" + (configuration.equals(NEVER) ? deployment : configuration);
                }
            };
        });
    }

    private Instant last(String context, Kind kind, String id, long position) {
        return history.lastTime(new Thing(context, kind, id), position).orElse(NEVER);
    }
}
