package org.fediversity.provisioning.api;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fediversity.provisioning.domain.Amounts;
import org.fediversity.provisioning.domain.Definition;
import org.fediversity.provisioning.domain.Offer;

/// How full an environment is.
public record Capacity(String environment, List<Pool> pools) {
    /// One offer. Dimensions without a declared capacity are not limited: they have no total and no free.
    public record Pool(
            String name,
            String type,
            String driver,
            Map<String, BigDecimal> total,
            Map<String, BigDecimal> reserved,
            Map<String, BigDecimal> free) {}

    static Capacity of(Definition definition, Map<String, Amounts> held) {
        return new Capacity(
                definition.name(),
                definition.offers().stream()
                        .filter(offer -> !offer.builtIn())
                        .map(offer -> pool(offer, held.getOrDefault(offer.name(), Amounts.NONE)))
                        .toList());
    }

    private static Pool pool(Offer offer, Amounts held) {
        Map<String, BigDecimal> reserved = new TreeMap<>();
        Map<String, BigDecimal> free = new TreeMap<>();
        offer.capacity().byDimension().forEach((dimension, total) -> {
            reserved.put(dimension, held.of(dimension));
            free.put(dimension, total.subtract(held.of(dimension)).max(BigDecimal.ZERO));
        });
        reserved.putIfAbsent("count", held.of("count"));
        return new Pool(
                offer.name(), offer.type(), offer.driver(), offer.capacity().byDimension(), reserved, free);
    }
}
