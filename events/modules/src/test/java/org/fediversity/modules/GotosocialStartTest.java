package org.fediversity.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script by which GoToSocial is started, with a program in its place that notes what it is asked.
class GotosocialStartTest {
    private static final String PROGRAM = """
            #!/bin/sh
            echo "$* | $GTS_WEB_TEMPLATE_BASE_DIR | $GTS_STORAGE_S3_ENDPOINT | ${ADMIN_PASSWORD:+knows the password}" >>"$PLACE/asked"
            case "$*" in
            "admin account list") [ ! -f "$PLACE/account" ] || printf 'olive\\t01\\n' ;;
            "admin account create"*) touch "$PLACE/account" ;;
            "server start") [ -f "$PLACE/account" ] || exec sleep 60 ;;
            esac
            """;

    @TempDir
    private Path place;

    @Test
    void makes_the_first_account_once_and_forgets_its_password() throws Exception {
        boolean canAsk = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(one -> Files.isExecutable(Path.of(one, "curl")) || Files.isExecutable(Path.of(one, "wget")));
        if (!canAsk) {
            System.out.println("Skipped: GotosocialStartTest wants curl or wget on the PATH");
        }
        assumeTrue(canAsk, "neither curl nor wget is on the PATH");
        Files.createDirectory(place.resolve("web"));
        Path program = Files.writeString(place.resolve("gotosocial"), PROGRAM);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        HttpServer alive = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        alive.createContext("/livez", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        alive.start();
        try {
            String port = "" + alive.getAddress().getPort();
            String rest = " | " + place + "/web/template/ | s3.example.org:3900 |";
            assertThat(start(port).stream().map(line -> line.replaceAll(" --.*? \\|", " … |")))
                    .containsExactly(
                            "admin account list" + rest + " knows the password",
                            "server start" + rest + " knows the password",
                            "admin account create …" + rest + " knows the password",
                            "admin account promote …" + rest + " knows the password",
                            "server start" + rest + " ");
            assertThat(start(port))
                    .containsExactly("admin account list" + rest + " knows the password", "server start" + rest + " ");
        } finally {
            alive.stop(0);
        }
    }

    private List<String> start(String port) throws Exception {
        Module module = CatalogueTest.module("gotosocial");
        Preview.Component web = Preview.of(module, SampleOptions.minimal(module.options()), "monolithic")
                .components()
                .getFirst();
        Map<?, ?> process = (Map<?, ?>) web.runs().get("process");
        List<String> command =
                ((List<?>) process.get("command")).stream().map(String::valueOf).toList();
        ProcessBuilder shell = new ProcessBuilder(command).redirectErrorStream(true);
        shell.environment().putAll(web.environment());
        shell.environment().put("GTS_PORT", port);
        shell.environment().put("BUCKET_ENDPOINT", "https://s3.example.org:3900");
        shell.environment().put("PLACE", place.toString());
        shell.environment().put("PATH", place + File.pathSeparator + System.getenv("PATH"));
        Path asked = Files.writeString(place.resolve("asked"), "");
        Process started = shell.redirectOutput(place.resolve("log").toFile()).start();
        try {
            assertThat(started.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            started.descendants().forEach(ProcessHandle::destroy);
            started.destroy();
        }
        return Files.readAllLines(asked);
    }
}
