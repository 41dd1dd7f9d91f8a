package org.fediversity.servers;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps hold of every child, so that none loses its standard input early, and ends those that nobody ended.
final class Running {
    private static final Set<Child> CHILDREN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Running::closeAll, "end children"));
    }

    private Running() {}

    static void add(Child child) {
        CHILDREN.add(child);
    }

    static void remove(Child child) {
        CHILDREN.remove(child);
    }

    private static void closeAll() {
        CHILDREN.parallelStream().forEach(Child::close);
    }
}
