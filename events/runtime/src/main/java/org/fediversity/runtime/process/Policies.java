package org.fediversity.runtime.process;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.fediversity.contracts.Event;
import org.fediversity.runtime.Cause;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.store.EventSourcing;
import org.fediversity.runtime.store.JtaTransactions;
import org.fediversity.runtime.store.ThisInstance;
import org.fediversity.runtime.store.Wake;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Lets policies do their work. A streaming processor writes what is to be done into `policy_task`, in the transaction
/// of its position; workers lease tasks, the oldest of a subject first, do them outside any transaction, and delete the
/// task in the transaction of the command that records the outcome. A worker that dies loses its lease, and another
/// takes over.
@ApplicationScoped
public class Policies {
    static final String PROCESSOR = "policies";
    private static final Logger LOG = Logger.getLogger("org.fediversity.policies");
    private static final int AT_ONCE = 16;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private record Task(long id, String policy, String stream, long sequence, String subject, int attempts) {}

    private final EventSourcing axon;
    private final JtaTransactions transactions;
    private final Commands commands;
    private final Jdbi jdbi;
    private final Wake wake;
    private final EventProcessors processors;
    private final Map<String, Policy<?>> policies;
    private final String me;
    private final Set<Long> running = ConcurrentHashMap.newKeySet();
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("policy-", 0).factory());
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("policy-clock-", 0).factory());
    private @Nullable EventProcessor processor;
    private volatile boolean stopped;

    Policies(
            EventSourcing axon,
            JtaTransactions transactions,
            Commands commands,
            Jdbi jdbi,
            Wake wake,
            EventProcessors processors,
            ThisInstance instance,
            MeterRegistry metrics,
            @Any Instance<Policy<?>> policies) {
        this.axon = axon;
        this.transactions = transactions;
        this.commands = commands;
        this.jdbi = jdbi;
        this.wake = wake;
        this.processors = processors;
        me = instance.name();
        this.policies = policies.handlesStream()
                .map(handle -> Map.entry(handle.getBean().getBeanClass().getSimpleName(), handle.get()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        metrics.gauge("fediversity.policies.running", running, Set::size);
    }

    void start() {
        if (policies.isEmpty()) {
            return;
        }
        giveBack();
        processor = processors.ordered(PROCESSOR, 4, 100, Event::subject, this::plan);
        processor.start();
        wake.register(lookSoon);
        clock.scheduleWithFixedDelay(this::keepLeases, 10, 10, TimeUnit.SECONDS);
    }

    void stop() {
        stopped = true;
        wake.unregister(lookSoon);
        if (processor != null) {
            processor.stop();
        }
        clock.shutdownNow();
        workers.shutdownNow();
        giveBack();
    }

    /// Leases that this instance holds, perhaps from before it died, are free again.
    private void giveBack() {
        jdbi.useHandle(db ->
                db.execute("update policy_task set lease_owner = null, lease_until = null where lease_owner = ?", me));
    }

    private void plan(EventMessage<?> message) {
        Event event = (Event) message.getPayload();
        for (var policy : policies.entrySet()) {
            if (policy.getValue().event().isInstance(event)) {
                jdbi.useHandle(db -> db.execute(
                        "insert into policy_task (policy, event_id, stream, sequence, subject) values (?,?,?,?,?)"
                                + " on conflict do nothing",
                        policy.getKey(),
                        message.getIdentifier(),
                        event.stream(),
                        ((DomainEventMessage<?>) message).getSequenceNumber(),
                        event.subject()));
                transactions.afterCommit(lookSoon);
            }
        }
    }

    private final Runnable lookSoon = () -> {
        if (!stopped && !clock.isShutdown()) {
            clock.execute(this::look);
        }
    };

    private synchronized void look() {
        try {
            while (!stopped && free.tryAcquire()) {
                Optional<Task> task = lease();
                if (task.isEmpty()) {
                    free.release();
                    return;
                }
                running.add(task.get().id());
                workers.execute(() -> work(task.get()));
            }
        } catch (RuntimeException e) {
            free.release();
            LOG.debug("no tasks to be had now", e);
        }
    }

    private Optional<Task> lease() {
        return jdbi.withHandle(db -> db.createQuery("""
                        update policy_task set lease_owner = :me, lease_until = now() + interval '%d seconds', attempts = attempts + 1
                        where id = (select t.id from policy_task t
                                    where t.due_at <= now() and (t.lease_until is null or t.lease_until < now())
                                      and t.policy = any(:policies)
                                      and not exists (select 1 from policy_task earlier where earlier.policy = t.policy
                                                      and earlier.subject = t.subject and earlier.id < t.id)
                                    order by t.id limit 1 for update skip locked)
                        returning id, policy, stream, sequence, subject, attempts
                        """.formatted(LEASE.toSeconds()))
                .bind("me", me)
                .bind("policies", policies.keySet().toArray(String[]::new))
                .map((row, context) -> new Task(
                        row.getLong("id"),
                        row.getString("policy"),
                        row.getString("stream"),
                        row.getLong("sequence"),
                        row.getString("subject"),
                        row.getInt("attempts")))
                .findOne());
    }

    private void work(Task task) {
        try {
            Recorded<?> recorded = axon.stored()
                    .at(task.stream(), task.sequence())
                    .orElseThrow(() -> new IllegalStateException("no event " + task.stream() + "/" + task.sequence()));
            Cause.of(recorded.meta()).during(() -> {
                LOG.debugf("%s %s", task.policy(), task.subject());
                Optional<? extends Command> outcome = react(policy(task), recorded);
                return transactions.in(() -> record(task, outcome));
            });
        } catch (Exception | Error e) {
            if (!stopped) {
                later(task, e);
            }
        } finally {
            running.remove(task.id());
            free.release();
            lookSoon.run();
        }
    }

    private Policy<?> policy(Task task) {
        return java.util.Objects.requireNonNull(policies.get(task.policy()));
    }

    @SuppressWarnings("unchecked") // a task is written only for an event of the policy's type
    private static <E extends Event> Optional<? extends Command> react(Policy<E> policy, Recorded<?> recorded)
            throws Exception {
        return policy.react((Recorded<E>) recorded);
    }

    private boolean record(Task task, Optional<? extends Command> outcome) {
        int mine = jdbi.withHandle(
                db -> db.execute("delete from policy_task where id = ? and lease_owner = ?", task.id(), me));
        if (mine == 0) {
            LOG.warnf("%s %s took longer than its lease; whoever took over records it", task.policy(), task.subject());
            return false;
        }
        outcome.ifPresent(commands::send);
        return true;
    }

    private void later(Task task, Throwable e) {
        long pause = Math.min(LONGEST_PAUSE.toSeconds(), 1L << Math.min(task.attempts() - 1, 10));
        LOG.warnf(e, "%s %s failed (attempt %d), again in %d s", task.policy(), task.subject(), task.attempts(), pause);
        try {
            jdbi.useHandle(db -> db.execute(
                    "update policy_task set lease_owner = null, lease_until = null, last_error = ?,"
                            + " due_at = now() + make_interval(secs => ?) where id = ? and lease_owner = ?",
                    e.getClass().getSimpleName(),
                    (double) pause,
                    task.id(),
                    me));
        } catch (RuntimeException lost) {
            LOG.debug("the lease runs out by itself", lost);
        }
    }

    private void keepLeases() {
        if (running.isEmpty()) {
            return;
        }
        try {
            jdbi.useHandle(db -> db.execute(
                    "update policy_task set lease_until = now() + make_interval(secs => ?) where lease_owner = ? and id = any(?)",
                    (double) LEASE.toSeconds(),
                    me,
                    running.toArray(Long[]::new)));
        } catch (RuntimeException e) {
            LOG.debug("leases were not extended now", e);
        }
    }

    /// Tasks that have failed several times, for health.
    ///
    /// @param oldest when the oldest of them was due
    public record Struggling(long tasks, @Nullable Instant oldest) {}

    public Struggling struggling() {
        return jdbi.withHandle(db -> db.createQuery(
                        "select count(*) n, min(due_at) oldest from policy_task where attempts > 5 and last_error is not null")
                .map((row, context) -> new Struggling(
                        row.getLong("n"),
                        row.getTimestamp("oldest") == null
                                ? null
                                : row.getTimestamp("oldest").toInstant()))
                .one());
    }
}
