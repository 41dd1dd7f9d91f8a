package org.fediversity.runtime.process;

import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.fediversity.runtime.Cause;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.store.Appended;
import org.fediversity.runtime.store.EventSourcing;
import org.fediversity.runtime.store.JtaTransactions;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.RequestCause;
import org.jboss.logging.Logger;

/// Commands over Axon's bus.
@ApplicationScoped
class CommandsOnAxon implements Commands {
    private static final Logger LOG = Logger.getLogger("org.fediversity.commands");
    private static final int ATTEMPTS = 6;
    private static final long SHOWN_WITHIN_MILLIS = 5_000;

    private final EventSourcing axon;
    private final JtaTransactions transactions;
    private final Views views;
    private final PublishingLag lag;
    private final Instance<RequestCause> request;

    CommandsOnAxon(
            EventSourcing axon,
            JtaTransactions transactions,
            Views views,
            PublishingLag lag,
            Instance<RequestCause> request) {
        this.axon = axon;
        this.transactions = transactions;
        this.views = views;
        this.lag = lag;
        this.request = request;
    }

    @Override
    public Decision.Accepted ask(Command command) {
        if (lag.tooFarBehind()) {
            throw new RefusedException(
                    GeneralRefusal.UNAVAILABLE, "Events are waiting to be published. Try again in a few seconds.");
        }
        Cause cause = ofRequest().orElseGet(this::currentCause);
        List<String> recorded = new ArrayList<>();
        Decision decision = retrying(command, () -> cause.during(() -> append(command, recorded)));
        return switch (decision) {
            case Decision.Refused refused -> throw new RefusedException(refused);
            case Decision.Accepted accepted -> {
                if (!recorded.isEmpty() && !views.await(recorded.getLast(), SHOWN_WITHIN_MILLIS)) {
                    LOG.warnf("the views do not show event %s yet", recorded.getLast());
                }
                yield accepted;
            }
        };
    }

    private Decision append(Command command, List<String> recorded) throws Exception {
        recorded.clear();
        try {
            return transactions.in(() -> {
                Decision decision = Appended.into(recorded, () -> dispatch(command));
                if (!recorded.isEmpty()) {
                    views.expect(recorded.getLast());
                }
                return decision;
            });
        } catch (Exception e) {
            recorded.forEach(views::forget);
            throw e;
        }
    }

    @Override
    public Decision send(Command command) {
        Cause cause = currentCause();
        if (transactions.isActive()) {
            return unchecked(() -> cause.during(() -> dispatch(command)));
        }
        return retrying(command, () -> cause.during(() -> transactions.in(() -> dispatch(command))));
    }

    private Optional<Cause> ofRequest() {
        return Arc.container().requestContext().isActive() ? request.get().cause() : Optional.empty();
    }

    private Cause currentCause() {
        return Cause.currentOr(axon.self());
    }

    private Decision dispatch(Command command) throws Exception {
        var message = new GenericCommandMessage<>(
                GenericCommandMessage.asCommandMessage(command)
                        .withMetaData(Cause.currentOr(axon.self()).asMetaData()),
                rootOf(command).getName());
        var result = new CompletableFuture<CommandResultMessage<?>>();
        axon.commandBus().dispatch(message, (sent, answer) -> result.complete(answer));
        CommandResultMessage<?> answer = result.get(1, TimeUnit.MINUTES);
        if (answer.isExceptional()) {
            if (answer.exceptionResult() instanceof Exception e) {
                throw e;
            }
            throw new IllegalStateException(answer.exceptionResult());
        }
        Decision decision = (Decision) answer.getPayload();
        log(command, decision);
        return decision;
    }

    private static void log(Command command, Decision decision) {
        String name = command.getClass().getSimpleName();
        switch (decision) {
            case Decision.Accepted(var events)
            when !events.isEmpty() ->
                LOG.infof(
                        "%s %s: %s",
                        name,
                        command.stream(),
                        events.stream()
                                .map(event -> event.getClass().getSimpleName())
                                .toList());
            case Decision.Accepted repeated -> LOG.debugf("%s %s: nothing to do", name, command.stream());
            case Decision.Refused refused ->
                LOG.infof(
                        "%s %s refused: %s (%s)",
                        name, command.stream(), refused.why().name(), refused.detail());
        }
    }

    /// The sealed interface below [Command]: the aggregate subscribes to it by name.
    private static Class<?> rootOf(Command command) {
        return ROOTS.get(command.getClass());
    }

    private static final ClassValue<Class<?>> ROOTS = new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> type) {
            return search(type);
        }

        private static Class<?> search(Class<?> type) {
            for (Class<?> parent : type.getInterfaces()) {
                if (parent == Command.class) {
                    return type;
                }
                if (Command.class.isAssignableFrom(parent)) {
                    return search(parent);
                }
            }
            throw new IllegalArgumentException(type + " belongs to no family of commands");
        }
    };

    @FunctionalInterface
    private interface Attempt {
        Decision make() throws Exception;
    }

    private static Decision retrying(Command command, Attempt attempt) {
        for (int tried = 1; ; tried++) {
            try {
                return attempt.make();
            } catch (ConcurrencyException | AggregateStreamCreationException e) { // the latter where two begin a stream
                if (tried == ATTEMPTS) {
                    return new Decision.Refused(
                            GeneralRefusal.CONFLICT,
                            "Others keep changing this. Read it again, then try once more.",
                            List.of());
                }
                pause(ThreadLocalRandom.current().nextLong(5, 10L << tried));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(command.getClass().getSimpleName() + " was not carried out", e);
            }
        }
    }

    private static Decision unchecked(Attempt attempt) {
        try {
            return attempt.make();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
