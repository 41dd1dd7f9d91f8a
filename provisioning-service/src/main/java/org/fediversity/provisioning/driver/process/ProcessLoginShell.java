package org.fediversity.provisioning.driver.process;

import java.util.Map;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.provisioning.driver.Endpoint;
import org.fediversity.provisioning.driver.LoginShellDriver;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;

/// Says how to log in to the machine this runs on, as the user that was asked for. It makes no account: who may log in
/// to the machine is not ours to decide.
public final class ProcessLoginShell implements LoginShellDriver {
    @Override
    public String name() {
        return "process";
    }

    @Override
    public Outcome ensure(Order order) {
        Object user = order.request().getOrDefault("user", System.getProperty("user.name", "nobody"));
        if (!user.toString().matches("[a-z_][a-z0-9_-]{0,31}")) {
            return new Outcome.Refused("'" + user + "' is no user name: lower-case letters, digits, '_' and '-'");
        }
        return new Outcome.Ready(Map.of("host", "localhost", "user", user.toString()));
    }

    @Override
    public Outcome release(Order order) {
        return Outcome.Ready.DONE;
    }

    @Override
    public Outcome probe(Offer offer, Endpoint endpoint) {
        return Outcome.Ready.DONE;
    }
}
