package org.fediversity.deployment.driver.edge;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A proxy that looks at the Host header only, and passes it on: applications compare it with the address they were
/// born with. Bodies stream, WebSockets pass, and what a client claims about who
/// forwarded it (X-Forwarded-*) is replaced by what is true.
@ApplicationScoped
public class EmbeddedEdge {
    private static final Logger LOG = Logger.getLogger("org.fediversity.edge");
    private static final String RETRY_AFTER_SECONDS = "10";
    private static final int CONNECTIONS_PER_COMPONENT = 256;

    private final Vertx vertx;
    private final RouteTable routes;
    private final EdgeSettings settings;
    private @Nullable HttpServer server;

    EmbeddedEdge(Vertx vertx, RouteTable routes, EdgeSettings settings) {
        this.vertx = vertx;
        this.routes = routes;
        this.settings = settings;
    }

    void start(@Observes @Priority(1) StartupEvent started) {
        routes.load();
        HttpProxy proxy = HttpProxy.reverseProxy(vertx.createHttpClient(new HttpClientOptions()
                        .setMaxPoolSize(CONNECTIONS_PER_COMPONENT)
                        .setConnectTimeout(3_000)
                        .setKeepAliveTimeout(20)))
                .originSelector(this::origin)
                .addInterceptor(new Forwarding());
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(settings.host())
                        .setPort(settings.port())
                        .setMaxInitialLineLength(16_384)
                        .setMaxHeaderSize(32_768))
                .requestHandler(request -> handle(request, proxy))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        LOG.infof("the edge listens on %s:%d", settings.host(), server.actualPort());
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (server != null) {
            server.close();
        }
    }

    /// The port it listens on in fact.
    public int port() {
        return server == null ? settings.port() : server.actualPort();
    }

    private void handle(HttpServerRequest request, HttpProxy proxy) {
        Optional<Route> route = routes.find(host(request));
        if (route.isEmpty()) {
            answer(request, 404, Pages.UNKNOWN);
            return;
        }
        switch (route.get()) {
            case Route.Serving serving -> proxy.handle(request);
            case Route.Frozen frozen -> {
                request.response().putHeader("Retry-After", RETRY_AFTER_SECONDS);
                answer(request, 503, Pages.FROZEN);
            }
        }
    }

    private Future<SocketAddress> origin(HttpServerRequest request) {
        return routes.find(host(request))
                .map(route -> switch (route) {
                    case Route.Serving serving ->
                        Future.succeededFuture(SocketAddress.inetSocketAddress(
                                serving.to().port(), serving.to().host()));
                    case Route.Frozen frozen -> Future.<SocketAddress>failedFuture("frozen meanwhile");
                })
                .orElseGet(() -> Future.failedFuture("forgotten meanwhile"));
    }

    private static String host(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    }

    private static void answer(HttpServerRequest request, int status, String page) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(page);
    }

    /// Says who asked, and answers for a component that does not.
    private static final class Forwarding implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            HttpServerRequest from = context.request().proxiedRequest();
            HostAndPort authority = from.authority();
            var headers = context.request().headers();
            headers.set("X-Forwarded-For", from.remoteAddress().hostAddress());
            headers.set("X-Forwarded-Proto", from.isSSL() ? "https" : "http");
            if (authority != null) {
                context.request().setAuthority(authority);
                int port = authority.port() < 0 ? (from.isSSL() ? 443 : 80) : authority.port();
                headers.set("X-Forwarded-Host", authority.toString());
                headers.set("X-Forwarded-Port", String.valueOf(port));
            }
            headers.remove("Forwarded");
            return context.sendRequest().recover(failure -> {
                LOG.debugf("%s does not answer: %s", authority, failure.getMessage());
                ProxyResponse response = context.request().release().response();
                response.setStatusCode(502)
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .putHeader("Retry-After", "2")
                        .setBody(Body.body(Buffer.buffer(Pages.AWAY)));
                return Future.succeededFuture(response);
            });
        }
    }
}
