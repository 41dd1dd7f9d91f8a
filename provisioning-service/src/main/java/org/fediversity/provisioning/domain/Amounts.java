package org.fediversity.provisioning.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How much of each dimension, e.g. `cpu: 2, memoryMiB: 4096`.
public record Amounts(@JsonValue Map<String, BigDecimal> byDimension) {
    public static final Amounts NONE = new Amounts(Map.of());

    @JsonCreator
    public Amounts {
        byDimension = Collections.unmodifiableMap(new TreeMap<>(byDimension));
    }

    /// Reads the numbers of a document; anything else in it is passed over.
    public static Amounts read(Map<String, Object> document) {
        Map<String, BigDecimal> read = new TreeMap<>();
        document.forEach((dimension, value) -> {
            if (value instanceof Number number) {
                read.put(dimension, new BigDecimal(number.toString()));
            }
        });
        return new Amounts(read);
    }

    /// What a request of the type takes from a pool: every number in it by its own name, and by the names that pools go
    /// by. Dimensions that the pool does not declare are not counted.
    public static Amounts demand(String type, Map<String, Object> request) {
        Map<String, Object> demand = new TreeMap<>(request);
        demand.put("count", 1);
        switch (type) {
            case "postgresql" -> demand.put("databases", 1);
            case "bucket" -> {
                demand.put("buckets", 1);
                demand.put("storageGiB", request.getOrDefault("quotaGiB", 0));
            }
            case "volume" -> {
                demand.put("volumes", 1);
                demand.put("storageGiB", request.getOrDefault("sizeGiB", 0));
                demand.put("diskGiB", request.getOrDefault("sizeGiB", 0));
            }
            case "redis" -> {
                demand.put("instances", 1);
                demand.put("memoryMiB", request.getOrDefault("maxMemoryMiB", 0));
            }
            default -> {}
        }
        return read(demand);
    }

    /// What a pool of the type may declare; nothing else would ever be counted.
    static Set<String> dimensions(String type) {
        Set<String> dimensions = new TreeSet<>(
                switch (type) {
                    case "machine" -> Set.of("cpu", "memoryMiB", "diskGiB");
                    case "postgresql" -> Set.of("databases");
                    case "redis" -> Set.of("instances", "memoryMiB", "maxMemoryMiB");
                    case "bucket" -> Set.of("buckets", "storageGiB", "quotaGiB");
                    case "volume" -> Set.of("volumes", "storageGiB", "diskGiB", "sizeGiB");
                    default -> Set.of();
                });
        dimensions.add("count");
        return dimensions;
    }

    public BigDecimal of(String dimension) {
        return byDimension.getOrDefault(dimension, BigDecimal.ZERO);
    }

    public Amounts plus(Amounts other) {
        Map<String, BigDecimal> sum = new TreeMap<>(byDimension);
        other.byDimension.forEach((dimension, amount) -> sum.merge(dimension, amount, BigDecimal::add));
        return new Amounts(sum);
    }
}
