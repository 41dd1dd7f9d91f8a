package org.fediversity.bench;

import io.quarkus.arc.All;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import org.fediversity.servers.Java;
import org.jspecify.annotations.Nullable;

/// Runs the measurements that are named on the command line, or the first one; see `deploy/docs/bench.md`. It is itself
/// a service as small as one can be, so that there is something to measure.
@QuarkusMain
public class Bench implements QuarkusApplication {
    private static @Nullable Surroundings surroundings;

    private final List<Measurement> measurements;

    Bench(@All List<Measurement> measurements) {
        this.measurements = measurements;
    }

    public static void main(String... arguments) {
        try {
            System.setProperty(Java.STEADY, "true"); // as servers run that are measured for more than a minute
            surroundings = new Surroundings();
            surroundings.settings("bench").forEach(System::setProperty);
            Quarkus.run(Bench.class, arguments);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    @Override
    public int run(String... arguments) throws Exception {
        List<String> wanted = arguments.length == 0 ? List.of("library") : List.of(arguments);
        List<String> known =
                measurements.stream().map(Measurement::name).sorted().toList();
        if (surroundings == null || !known.containsAll(wanted)) {
            System.err.println("Usage: bench [" + String.join(" | ", known) + "] ...");
            return 2;
        }
        System.out.printf("%d processors, Java %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version());
        for (Measurement measurement : measurements) {
            if (wanted.contains(measurement.name())) {
                System.out.println(measurement.name());
                measurement.run(surroundings);
            }
        }
        return 0;
    }
}
