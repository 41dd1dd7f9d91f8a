package org.fediversity.provisioning.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fediversity.provisioning.domain.Definition;
import org.fediversity.provisioning.domain.Endpoints;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.runtime.Fault;

/// Asks each offer's driver whether it can serve.
public final class Probes implements Endpoints {
    private final Drivers drivers;
    private final Credentials credentials;

    public Probes(Drivers drivers, Credentials credentials) {
        this.drivers = drivers;
        this.credentials = credentials;
    }

    @Override
    public List<Fault> probe(Definition definition, List<Fault> known) {
        List<Offer> offers =
                definition.offers().stream().filter(offer -> !offer.builtIn()).toList();
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Optional<Fault>>> probes = new ArrayList<>();
            for (int i = 0; i < offers.size(); i++) {
                Offer offer = offers.get(i);
                String pointer = "/resources/" + i;
                if (known.stream().noneMatch(fault -> concerns(pointer, fault))) {
                    probes.add(() -> probe(pointer, offer));
                }
            }
            List<Fault> faults = new ArrayList<>();
            for (Future<Optional<Fault>> probed : calls.invokeAll(probes)) {
                probed.get().ifPresent(faults::add);
            }
            return faults;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(new Fault("", "the service stops"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a probe has a bug", e.getCause());
        }
    }

    /// Whether the fault keeps the offer from being tried: its name and its capacity do not.
    private static boolean concerns(String offer, Fault fault) {
        return fault.pointer().equals(offer)
                || List.of("/type", "/driver", "/at").stream()
                        .map(offer::concat)
                        .anyMatch(part ->
                                fault.pointer().equals(part) || fault.pointer().startsWith(part + "/"));
    }

    private Optional<Fault> probe(String pointer, Offer offer) {
        Optional<Driver> driver = drivers.named(offer.type(), offer.driver());
        if (driver.isEmpty()) {
            return Optional.of(new Fault(pointer + "/driver", "no such driver here"));
        }
        try {
            return switch (driver.get().probe(offer, credentials.endpoint(offer))) {
                case Outcome.Ready _ -> Optional.empty();
                case Outcome.InProgress(var what) -> Optional.of(new Fault(pointer, what));
                case Outcome.Refused(var why) -> Optional.of(new Fault(pointer + "/at", why));
                case Outcome.Unreachable(var why) -> Optional.of(new Fault(pointer + "/at", why));
            };
        } catch (Credentials.Missing e) {
            return Optional.of(new Fault(pointer + "/at/" + e.field(), String.valueOf(e.getMessage())));
        }
    }
}
