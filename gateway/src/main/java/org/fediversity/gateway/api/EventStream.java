package org.fediversity.gateway.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An answer that is written bit by bit from a thread that may wait: what the reader cannot take holds the writer up, a
/// reader that takes nothing for a long time is cut off.
final class EventStream {
    private static final int PATIENCE_SECONDS = 60;

    private final HttpServerResponse response;
    private volatile boolean closed;

    EventStream(HttpServerResponse response, String contentType, Runnable whenClosed) {
        this.response = response;
        response.closeHandler(gone -> {
            closed = true;
            whenClosed.run();
        });
        response.exceptionHandler(broken -> closed = true);
        response.setChunked(true)
                .putHeader("Content-Type", contentType)
                .putHeader("Cache-Control", "no-cache, no-store")
                .putHeader("X-Accel-Buffering", "no");
    }

    boolean isClosed() {
        return closed || response.closed();
    }

    /// Frames as in the HTML standard, 9.2.6.
    static String frame(long id, String event, String data) {
        String named = event.isEmpty() ? "" : "event: " + event + "\n";
        return "id: " + id + "\n" + named + "data: " + data + "\n\n";
    }

    void comment(String text) throws IOException {
        write(": " + text + "\n\n");
    }

    void write(String text) throws IOException {
        if (isClosed()) {
            throw new IOException("the reader has gone");
        }
        try {
            response.write(Buffer.buffer(text))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            closed = true;
            response.reset();
            throw new IOException("the reader does not read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    void end() {
        if (!isClosed()) {
            response.end();
        }
    }
}
