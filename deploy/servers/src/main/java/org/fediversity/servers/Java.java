package org.fediversity.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The JDK that runs this program runs its children too.
public final class Java {
    private Java() {}

    /// Property that says `true` where children run for long: they compile better, and take longer to be there.
    public static final String STEADY = "fediversity.steady";

    /// A command line: the JVM, its flags for a small machine, and the rest.
    public static List<String> command(int heapMiB, String... rest) {
        List<String> command =
                new ArrayList<>(List.of(executable().toString(), "-XX:+UseSerialGC", "-Xmx" + heapMiB + "m"));
        if (!Boolean.getBoolean(STEADY)) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(List.of(rest));
        return command;
    }

    public static Path executable() {
        return home().resolve("bin/java");
    }

    public static Path home() {
        return Path.of(System.getProperty("java.home"));
    }
}
