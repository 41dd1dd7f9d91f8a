package org.fediversity.migration.policy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.fediversity.migration.domain.MigrationCommand;
import org.fediversity.migration.domain.MigrationCommand.GiveUp;
import org.fediversity.migration.driver.Outcome;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jboss.logging.Logger;

/// Tries a step a few times while somebody does not answer, and then gives up: meanwhile nobody serves.
final class Attempts {
    private static final Logger LOG = Logger.getLogger("org.fediversity.migration");
    private static final int ATTEMPTS = 4;

    private Attempts() {}

    /// @return the step's command, or the one that gives up
    /// @throws InterruptedException if the service stops: the step is taken up again when it starts
    static MigrationCommand of(String migration, Duration pause, Callable<MigrationCommand> step) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.call();
            } catch (GivenUp e) {
                return giveUp(migration, e.why());
            } catch (NotNow e) {
                if (attempt == ATTEMPTS) {
                    return giveUp(migration, e.why() + ", after " + ATTEMPTS + " attempts");
                }
                LOG.infof("migration %s waits: %s", migration, e.why());
            } catch (RefusedException e) {
                if (e.refused().why() != GeneralRefusal.UNAVAILABLE || attempt == ATTEMPTS) {
                    return giveUp(migration, e.refused().detail());
                }
            } catch (IOException e) {
                LOG.warnf(e, "migration %s cannot use its snapshot", migration);
                return giveUp(migration, "the snapshot cannot be written or read");
            } catch (RuntimeException e) {
                stopIfInterrupted();
                LOG.errorf(e, "migration %s met a fault of this program", migration);
                return giveUp(migration, "an unexpected fault; the log of the migration service has the details");
            }
            stopIfInterrupted();
            Thread.sleep(pause.multipliedBy(1L << (attempt - 1)));
        }
    }

    private static GiveUp giveUp(String migration, String why) throws InterruptedException {
        stopIfInterrupted();
        LOG.warnf("migration %s gives up: %s", migration, why);
        return new GiveUp(migration, why);
    }

    /// What fails because the service stops has not failed.
    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("the service stops");
        }
    }

    /// The value of an outcome.
    static <T> T value(Outcome<T> outcome) throws GivenUp, NotNow {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(String why) -> throw new GivenUp(why);
            case Outcome.Unreachable<T>(String why) -> throw new NotNow(why);
        };
    }
}
