package org.fediversity.provisioning.driver;

import java.util.List;
import java.util.Optional;

/// All drivers there are.
public final class Drivers {
    private final List<Driver> drivers;

    public Drivers(List<Driver> drivers) {
        this.drivers = List.copyOf(drivers);
    }

    public Optional<Driver> named(String type, String name) {
        return drivers.stream()
                .filter(driver -> driver.type().equals(type) && driver.name().equals(name))
                .findFirst();
    }
}
