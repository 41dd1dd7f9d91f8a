import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// A tiny application for tests: says who it is, what it was asked for, and dies when told to.
class Hello {
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(System.getenv("PORT"));
        String greeting = System.getenv().getOrDefault("GREETING", "hello");
        if (greeting.equals("die")) {
            System.exit(3);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 50);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String host = exchange.getRequestHeaders().getFirst("Host");
            String body = switch (path) {
                case "/.well-known/nodeinfo" ->
                    "{\"links\":[{\"rel\":\"http://nodeinfo.diaspora.software/ns/schema/2.1\",\"href\":\"http://" + host
                            + "/nodeinfo/2.1\"}]}";
                case "/nodeinfo/2.1" -> "{\"software\":{\"name\":\"hello\",\"version\":\"1.0.0\"}}";
                default -> greeting + " from " + ProcessHandle.current().pid() + " at " + host + ", forwarded for "
                        + exchange.getRequestHeaders().getFirst("X-Forwarded-Host");
            };
            if (path.equals("/die")) {
                Runtime.getRuntime().halt(1);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(path.equals("/health") && greeting.equals("sick") ? 500 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        System.out.println("listening on " + port);
    }
}
