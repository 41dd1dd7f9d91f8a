package org.fediversity.gateway.api;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.fediversity.gateway.domain.GatewayRefusal;
import org.fediversity.gateway.view.HistoryQueries;

/// Services know times, only the gateway knows positions: `?at=<position>` becomes the time of that event.
@ApplicationScoped
class Moments {
    private static final Pattern POSITION = Pattern.compile("\\d{1,18}");
    private static final Pattern PARAMETER = Pattern.compile("([?&]at=)\\d+");

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
        vertx.executeBlocking(() -> history.timeOf(position.get()), false)
                .onSuccess(found -> found.ifPresentOrElse(
                        time -> then.accept(PARAMETER.matcher(uri).replaceFirst("$1" + time)),
                        () -> Problems.answer(
                                visit.context(),
                                GatewayRefusal.BAD_REQUEST,
                                "There is no position " + position.get() + " in the history yet.")))
                .onFailure(visit.context()::fail);
    }
}
