package org.fediversity.launcher;

import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/// `./fediversity down`
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops everything that up started, deployed applications too. The data stays.")
final class Down implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 90;

    @Override
    public Integer call() throws InterruptedException {
        Home home = Home.here();
        Console console = new Console(System.out);
        OptionalLong holder = Lock.holder(home);
        if (holder.isPresent()) {
            console.say("down", "stopping");
            ProcessHandle launcher = ProcessHandle.of(holder.getAsLong()).orElse(null);
            if (launcher != null) {
                launcher.destroy();
                try {
                    launcher.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (TimeoutException | ExecutionException e) {
                    launcher.destroyForcibly();
                }
            }
        }
        home.notReady();
        LeftOvers leftOvers = new LeftOvers(home);
        int ended = leftOvers.endChildren() + leftOvers.endApplications();
        if (ended > 0) {
            console.say("down", ended + " processes that were left behind were ended");
        }
        console.say(
                "down",
                holder.isPresent() || ended > 0
                        ? "all stopped; the data is kept in " + home.shown(home.directory())
                        : "nothing was running");
        return 0;
    }
}
