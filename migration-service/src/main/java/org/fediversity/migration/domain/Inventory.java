package org.fediversity.migration.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What was counted, per state component: `{"notes/posts": {"rows": 12, "tables": 3}}`.
///
/// @param states in the order of export
public record Inventory(Map<String, Counted> states) {
    /// Name of the digest beside the counts when it is written into an event.
    private static final String CONTENT = "content";

    public Inventory {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /// One component.
    ///
    /// @param counts  e.g. `rows`, `tables`, `objects`, `files`, `bytes`
    /// @param content digest of the content that does not depend on the order in which it is read; empty if the
    ///                kind has none
    public record Counted(SortedMap<String, Long> counts, String content) {
        public Counted {
            counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        }
    }

    /// As it stands in events.
    public Map<String, Object> asPlain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        states.forEach((name, counted) -> {
            Map<String, Object> one = new LinkedHashMap<>(counted.counts());
            if (!counted.content().isEmpty()) {
                one.put(CONTENT, counted.content());
            }
            plain.put(name, one);
        });
        return plain;
    }

    /// Read back from an event.
    public static Inventory ofPlain(Map<String, Object> plain) {
        Map<String, Counted> states = new LinkedHashMap<>();
        plain.forEach((name, value) -> {
            TreeMap<String, Long> counts = new TreeMap<>();
            String content = "";
            if (value instanceof Map<?, ?> map) {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (entry.getValue() instanceof Number number) {
                        counts.put(String.valueOf(entry.getKey()), number.longValue());
                    } else if (CONTENT.equals(entry.getKey())) {
                        content = String.valueOf(entry.getValue());
                    }
                }
            }
            states.put(name, new Counted(counts, content));
        });
        return new Inventory(states);
    }

    /// What differs at the target, in sentences; empty if nothing does.
    public List<String> differences(Inventory target) {
        List<String> found = new ArrayList<>();
        for (String state : new TreeSet<>(union(states, target.states))) {
            Counted here = states.get(state);
            Counted there = target.states.get(state);
            if (here == null || there == null) {
                found.add(state + " is only at the " + (here == null ? "target" : "source"));
            } else {
                differences(state, here, there, found);
            }
        }
        return found;
    }

    private static void differences(String state, Counted here, Counted there, List<String> found) {
        int before = found.size();
        for (String count : new TreeSet<>(union(here.counts(), there.counts()))) {
            long source = here.counts().getOrDefault(count, 0L);
            long target = there.counts().getOrDefault(count, 0L);
            if (source != target) {
                found.add(state + ": " + count + " was " + source + ", is " + target);
            }
        }
        boolean comparable = !here.content().isEmpty() && !there.content().isEmpty();
        if (found.size() == before && comparable && !here.content().equals(there.content())) {
            found.add(state + ": the counts agree, the content does not");
        }
    }

    private static List<String> union(Map<String, ?> a, Map<String, ?> b) {
        List<String> all = new ArrayList<>(a.keySet());
        all.addAll(b.keySet());
        return all;
    }
}
