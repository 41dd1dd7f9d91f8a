package org.fediversity.servers;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Keeps hold of every child, so that none loses its standard input early, and ends those that nobody ended.
final class Running {
    private static final Set<Child> CHILDREN = ConcurrentHashMap.newKeySet();
    private static final Queue<Runnable> AFTERWARDS = new ConcurrentLinkedQueue<>();

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

    static void afterwards(Runnable work) {
        AFTERWARDS.add(work);
    }

    private static void closeAll() {
        CHILDREN.parallelStream().forEach(Child::close);
        AFTERWARDS.forEach(Runnable::run);
    }
}
