package org.fediversity.provisioning.driver;

/// Machines. Results: `host`, `address`. The same order always gets the same machine.
public interface MachineDriver extends Driver {
    @Override
    default String type() {
        return "machine";
    }
}
