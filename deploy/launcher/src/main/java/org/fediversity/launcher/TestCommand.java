package org.fediversity.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fediversity.servers.Java;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `./fediversity test`
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Builds everything and runs every test, the end-to-end journey included: ./mvnw -T1 verify.",
            "Needs a JDK and nothing else."
        })
final class TestCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "MAVEN", description = "Further arguments for Maven, after --")
    List<String> more = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = Home.here();
        // One module after the other: two test suites at once would share the cores, and mix what they print.
        List<String> command = new ArrayList<>(
                List.of(home.root().resolve("mvnw").toString(), "-B", "-T1", "verify", "-DskipITs=false"));
        command.addAll(more);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.root().toFile()).inheritIO();
        builder.environment().put("JAVA_HOME", Java.home().toString());
        Process maven = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            maven.descendants().forEach(ProcessHandle::destroy);
            maven.destroy();
        }));
        return maven.waitFor();
    }
}
