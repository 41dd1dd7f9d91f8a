package org.fediversity.provisioning.driver.process;

import java.util.Map;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.provisioning.driver.Endpoint;
import org.fediversity.provisioning.driver.MachineDriver;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;

/// The machine this runs on, shared by all: components run on it as supervised processes. There is nothing to make;
/// capacity is what the environment says it is.
public final class ProcessMachine implements MachineDriver {
    @Override
    public String name() {
        return "process";
    }

    @Override
    public Outcome ensure(Order order) {
        return new Outcome.Ready(Map.of("host", "localhost", "address", "127.0.0.1"));
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
