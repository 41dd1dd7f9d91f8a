import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// Greets whoever comes by. Needs a JDK and nothing else: `PORT=8080 GREETING=Hi java Hello.java`.
void main() throws IOException {
    var greeting = System.getenv().getOrDefault("GREETING", "Hello!");
    var port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", exchange -> {
        try (exchange) {
            var page = page(greeting).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : page.length);
            if (!head) {
                exchange.getResponseBody().write(page);
            }
        }
    });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
    server.start();
    IO.println("greets on port " + port);
}

String page(String greeting) {
    return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>%1$s</title>
              <style>
                body { display: grid; place-items: center; min-height: 100vh; margin: 0; font: 2rem system-ui, sans-serif;
                       color: #1d2433; background: #f6f5f1 }
                h1 { max-width: 24ch; margin: 1rem; text-align: center; overflow-wrap: anywhere }
              </style>
            </head>
            <body><main><h1>%1$s</h1></main></body>
            </html>
            """.formatted(escaped(greeting));
}

String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
}
