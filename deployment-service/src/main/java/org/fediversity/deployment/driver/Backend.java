package org.fediversity.deployment.driver;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.fediversity.deployment.domain.Instance;
import org.fediversity.deployment.domain.Observation;

/// A kind of place where components run. Promises:
/// - Every call is idempotent, and is told apart by the instance: asking twice is asking once.
/// - What was started keeps running, is started again when it dies (later and later, while it keeps dying), and
///   outlives this service; after a restart of the service it is found again, or started again if it is gone.
/// - An instance that was not made here is never touched.
/// - What it cannot do is an outcome, not an exception.
/// - Nothing it says holds a secret.
public interface Backend {
    /// As environments name it.
    String name();

    /// Where the instance will answer: the same every time, until it is removed.
    Endpoint endpoint(Instance instance);

    /// Puts in place what is needed to run it, in place of what was there under the same instance. Starts nothing.
    Outcome install(Instance instance, Workload workload);

    /// Starts what was installed, and sees that it does not die at once.
    Outcome start(Instance instance);

    /// Stops it in an orderly way, then by force; it stays installed.
    Outcome stop(Instance instance);

    /// Stops it and takes it away; only its log stays.
    Outcome remove(Instance instance);

    /// Takes away all that was ever kept of a deployment in an environment, logs included. Nothing of it may be
    /// installed.
    void erase(String deployment, String environment);

    /// What came of a command that was run to its end.
    sealed interface Ran {
        /// @param said the end of what it said
        record Ended(int exitCode, String said) implements Ran {
            /// What it says may hold anything.
            @Override
            public String toString() {
                return "Ended[exitCode=" + exitCode + "]";
            }
        }

        record Refused(String reason) implements Ran {}
    }

    /// Runs a command where the instance is installed, with its environment, and waits for its end. Not idempotent.
    ///
    /// @param unwanted whether nobody waits for it any more: then it is stopped
    Ran run(Instance instance, List<String> command, BooleanSupplier unwanted);

    /// What is installed of a deployment, and how it is.
    List<Observation> of(String deployment);

    /// How one instance is; empty if it is not installed.
    default Optional<Observation> of(Instance instance) {
        return of(instance.deployment()).stream()
                .filter(seen -> seen.instance().equals(instance))
                .findFirst();
    }
}
