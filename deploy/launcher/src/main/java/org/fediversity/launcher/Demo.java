package org.fediversity.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fediversity.launcher.journey.Api;
import org.fediversity.launcher.journey.Instance;
import org.fediversity.launcher.journey.Journey;
import org.fediversity.launcher.journey.JourneyException;
import org.fediversity.launcher.journey.Narrator;
import org.fediversity.launcher.journey.Outage;
import org.fediversity.launcher.journey.Picture;
import picocli.CommandLine.Command;

/// `./fediversity demo`
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the main job: an operator signs up, deploys a small Fediverse application, posts a note with a",
            "picture, and moves all of it to another environment, where it goes on under the same address.",
            "Starts everything first if it is not up, and leaves it up to be looked at."
        })
final class Demo implements Callable<Integer> {
    private final Console console = new Console(System.out);
    private int chapter;

    @Override
    public Integer call() throws InterruptedException {
        Home home = Home.here();
        if (Lock.holder(home).isEmpty()) {
            console.print("Starting Fediversity; the first time this builds it, which takes some minutes.\n");
            int failed = new Detached(home, console).start(List.of("up"));
            if (failed != 0) {
                return failed;
            }
        } else {
            awaitReady(home);
        }
        try {
            return tell(home);
        } catch (JourneyException e) {
            console.print("\nThe demo stopped: " + e.getMessage());
            console.print("Logs: ./fediversity logs");
            return 1;
        }
    }

    private int tell(Home home) throws InterruptedException {
        Instant start = Instant.now();
        PortMap ports = PortMap.kept(home.ports());
        Api api = Api.as(
                URI.create(ports.url(Role.GATEWAY) + "/api/v1"),
                URI.create(ports.url(Role.KEYCLOAK) + "/realms/" + Realm.NAME),
                "operator1");
        Narrator narrator = narrator();
        Journey journey = new Journey(api, narrator);
        String domain = "demo-%04x.localhost".formatted(new SecureRandom().nextInt(0x10000));

        narrator.chapter("An operator signs up and claims the domain " + domain);
        journey.signUp("Olive Operator", "operator1@example.org");
        journey.claimDomain(domain);

        narrator.chapter("A deployment of the application notes, in environment alpha");
        String deployment = journey.createDeployment("demo", "alpha", domain, Map.of("notes", "notes"));
        journey.stage(deployment, Map.of("notes", Map.of("title", "Olive's notes", "username", "olive")));
        journey.plan(deployment);

        narrator.chapter("Deploy, and watch");
        journey.deploy(deployment);
        Instance notes = new Instance(journey.url(deployment, "notes"));
        narrator.tell("serves at " + notes.url());

        narrator.chapter("A note with a picture");
        String note = notes.post("Hello from rack A. The sun sets over the old place.", Picture.sunset(), "A sunset");
        narrator.tell("published as " + note);
        Instance.Identity before = notes.identity();
        narrator.tell("the actor is " + before.actor());

        narrator.chapter("Everything moves to environment beta");
        JsonNode migration;
        Duration outage;
        try (Outage watch = Outage.of(URI.create(notes.url() + "/.well-known/nodeinfo"))) {
            migration = journey.move(deployment, "beta");
            outage = watch.longest();
        }
        narrator.tell(String.format(Locale.ROOT, "visitors had to wait %.1f seconds", outage.toMillis() / 1000.0));

        narrator.chapter("What has become of it?");
        Instance.Identity after = notes.identity();
        same("the actor id", before.actor(), after.actor());
        same("the actor's key", before.publicKey(), after.publicKey());
        same("the notes", before.notes(), after.notes());
        same("the pictures, byte by byte", before.pictures(), after.pictures());
        String environment = journey.deployment(deployment).path("environment").asText();
        same("its environment is the new one", "beta", environment);
        journey.confirm(migration.path("id").asText());
        notes.post("Hello from rack B. Same address, new home.", Picture.sunset(), "The same sunset");
        narrator.tell("and a second note was published at the new place");

        console.print(end(ports, notes.url(), deployment, Duration.between(start, Instant.now())));
        return 0;
    }

    private void same(String what, Object before, Object after) {
        if (!before.equals(after)) {
            throw new JourneyException(what + ": not the same. Before: " + before + ", after: " + after);
        }
        console.say("", "✓ " + what);
    }

    private Narrator narrator() {
        return new Narrator() {
            @Override
            public void chapter(String title) {
                chapter++;
                console.print("\n" + chapter + ". " + title);
            }

            @Override
            public void tell(String what) {
                console.say("", what);
            }
        };
    }

    private static void awaitReady(Home home) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(300);
        while (!java.nio.file.Files.exists(home.ready()) && Instant.now().isBefore(end)) {
            Thread.sleep(Duration.ofMillis(300));
        }
    }

    private static String end(PortMap ports, URI notes, String deployment, Duration took) {
        return """

                Done in %1$d seconds. Have a look:
                  %2$s/      the notes, served from environment beta under the address they were born with
                  %3$s/api/v1/deployments/%4$s      what the API says about it (operator1)
                  %3$s/api/v1/deployments/%4$s/history      everything that happened
                  %3$s/q/openapi      the API
                It stays up until ./fediversity down.
                """.formatted(took.toSeconds(), notes, ports.url(Role.GATEWAY), deployment);
    }
}
