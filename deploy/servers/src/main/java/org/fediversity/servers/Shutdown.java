package org.fediversity.servers;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What happens when this Java process ends: what was registered to come first, then every child that still runs is
/// ended, then what was registered to come last. It also keeps hold of every child, so that none loses its standard
/// input early.
public final class Shutdown {
    private static final Set<Child> CHILDREN = ConcurrentHashMap.newKeySet();
    private static final Queue<Runnable> FIRST = new ConcurrentLinkedQueue<>();
    private static final Queue<Runnable> LAST = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::end, "end children"));
    }

    private Shutdown() {}

    /// Before the children are ended, for who wants an order among them.
    public static void first(Runnable work) {
        FIRST.add(work);
    }

    /// Once all children have ended.
    public static void last(Runnable work) {
        LAST.add(work);
    }

    static void add(Child child) {
        CHILDREN.add(child);
    }

    static void remove(Child child) {
        CHILDREN.remove(child);
    }

    private static void end() {
        FIRST.forEach(Runnable::run);
        CHILDREN.parallelStream().forEach(Child::close);
        LAST.forEach(Runnable::run);
    }
}
