package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Whatever the page of who may do what forbids is forbidden by the whole stack: by the door or by the service behind
/// it; and who may look at a deployment can. What else it allows is the subject of all other journeys.
class AuthorisationIT {
    private static final Path PAGE =
            Path.of(System.getProperty("fediversity.root")).resolve("deploy/docs/authorisation.md");

    private final Person owner = Person.named("operator1");
    private final Map<String, Person> callers = Map.of(
            "anonymous", Person.with(""),
            "owner", owner,
            "other operator", Person.named("operator2"),
            "provider", Person.named("provider"),
            "maintainer", Person.named("maintainer"),
            "auditor", Person.named("auditor"));

    @Test
    void nobody_gets_what_is_not_theirs() throws IOException {
        var deployed = Deployed.create(owner, "hello", "alpha");
        var webhook = owner.post(
                        "/webhooks", Person.object("url", "http://localhost:1/", "types", List.of("DriftDetected")))
                .expect(201)
                .at("/id");
        var position =
                owner.all(deployed.path("/history")).getFirst().at("/position").asText();
        var every = new SoftAssertions();
        var lines = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("|"))
                .toList();
        var names = cells(lines.getFirst());
        for (var line : lines.subList(2, lines.size())) {
            var cells = cells(line);
            var operation = cells.getFirst().replace("`", "").split(" ");
            var path = filled(operation[1], deployed, webhook, position);
            for (int i = 1; i < cells.size(); i++) {
                var said = cells.get(i);
                var what = operation[0] + " " + operation[1] + " by " + names.get(i);
                if (!said.equals("yes")) {
                    every.assertThat(ask(callers.get(names.get(i)), operation[0], path)
                                    .status())
                            .as(what)
                            .isEqualTo(Integer.parseInt(said));
                } else if (looksAtDeployment(operation[0], operation[1])) {
                    every.assertThat(callers.get(names.get(i)).get(path).status())
                            .as(what)
                            .isNotIn(401, 403, 404);
                }
            }
        }
        owner.delete("/webhooks/" + webhook).expect(204);
        every.assertAll();
        assertThat(deployed.now().at("/status").asText())
                .as("nothing happened to it")
                .isEqualTo("created");
    }

    /// At the one that was created, without waiting for what is to come; of what is described, and so is built.
    private static boolean looksAtDeployment(String method, String template) {
        return method.equals("GET")
                && template.matches("/deployments/\\{id}[^{]*")
                && !template.endsWith("/progress")
                && !template.endsWith("/differences")
                && Description.served().knows(method, template);
    }

    private static Answer ask(Person caller, String method, String path) {
        return method.equals("GET")
                ? caller.get(path)
                : caller.send(method, path, "application/json", method.equals("DELETE") ? "" : "{}", Map.of());
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
    }

    private static String filled(String template, Deployed deployed, String webhook, String position) {
        return template.replace("{id}", template.startsWith("/webhooks") ? webhook : deployed.id())
                .replace("{name}", template.startsWith("/domains") ? deployed.domain() : "alpha")
                .replace("{position}", position)
                .replaceAll("\\{[^}]*}", "1");
    }
}
