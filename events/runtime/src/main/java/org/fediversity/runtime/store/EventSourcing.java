package org.fediversity.runtime.store;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.AggregateFactory;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.GenericAggregateFactory;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.Repository;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.runtime.Actor;
import org.fediversity.runtime.Aggregates;
import org.fediversity.runtime.Command;
import org.fediversity.runtime.EventSourced;
import org.fediversity.runtime.Upcaster;

/// Axon, put together by hand: storage, command bus, repositories, snapshots, tokens.
@ApplicationScoped
public class EventSourcing {
    private static final int SNAPSHOT_AFTER_EVENTS = 100;
    private static final Duration TOKEN_CLAIM = Duration.ofSeconds(10);

    private final String context;
    private final AgroalDataSource database;
    private final CommandBus commandBus;
    private final EventStorageEngine storage;
    private final StoreStreams streams;
    private final TokenStore tokens;
    private final StoredEvents stored;

    EventSourcing(
            Aggregates service,
            AgroalDataSource database,
            JtaTransactions transactions,
            Wake wake,
            ThisInstance instance,
            @Any Instance<Upcaster> upcasters,
            @ConfigProperty(name = "fediversity.setup.name", defaultValue = "local") String setup) {
        context = service.context();
        this.database = database;
        var serializer = new EventSerializer();
        storage = new PostgresEventStorage(
                database,
                transactions,
                wake,
                serializer,
                new EventSerializer(),
                Upcasting.chain(upcasters),
                ofTodaysShape(service, serializer));
        streams = new StoreStreams(storage, wake);
        tokens = tokensOf(instance.name());
        stored = new StoredEvents(storage, "/fediversity/" + setup + "/" + context);
        commandBus = SimpleCommandBus.builder().transactionManager(transactions).build();
        commandBus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(message -> message.getMetaData()));
        var store = EmbeddedEventStore.builder().storageEngine(storage).build();
        List<AggregateFactory<?>> factories = new ArrayList<>();
        Executor snapshots = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("snapshots").factory());
        for (var aggregate : service.aggregates()) {
            factories.add(new GenericAggregateFactory<>(aggregate));
        }
        Snapshotter snapshotter = AggregateSnapshotter.builder()
                .eventStore(store)
                .transactionManager(transactions)
                .executor(snapshots)
                .aggregateFactories(factories)
                .build();
        service.aggregates().forEach(aggregate -> subscribe(aggregate, store, snapshotter));
    }

    private <A extends EventSourced<?, ?, ?>> void subscribe(
            Class<A> type, EmbeddedEventStore store, Snapshotter snapshotter) {
        Repository<A> repository = EventSourcingRepository.builder(type)
                .eventStore(store)
                .parameterResolverFactory(ClasspathParameterResolverFactory.forClass(type))
                .snapshotTriggerDefinition(new EventCountSnapshotTriggerDefinition(snapshotter, SNAPSHOT_AFTER_EVENTS))
                .build();
        commandBus.subscribe(instance(type).commands().getName(), message -> {
            Command command = (Command) message.getPayload();
            return repository
                    .loadOrCreate(command.stream(), () -> instance(type))
                    .invoke(shell -> shell.handle(command));
        });
    }

    /// A snapshot of a state that has another shape by now is passed over: the events tell the same.
    private static SnapshotFilter ofTodaysShape(Aggregates service, Serializer serializer) {
        Set<SerializedType> today =
                service.aggregates().stream().map(serializer::typeForClass).collect(Collectors.toUnmodifiableSet());
        return snapshot -> today.contains(snapshot.getPayload().getType());
    }

    private static <A> A instance(Class<A> type) throws RuntimeException {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " needs a constructor without arguments", e);
        }
    }

    public String context() {
        return context;
    }

    /// This service, as an actor.
    public Actor self() {
        return Actor.service(context);
    }

    public CommandBus commandBus() {
        return commandBus;
    }

    public EventStorageEngine storage() {
        return storage;
    }

    public StoreStreams streams() {
        return streams;
    }

    public TokenStore tokens() {
        return tokens;
    }

    /// Claims of another instance; this one's are [#tokens()].
    public TokenStore tokensOf(String instance) {
        return JdbcTokenStore.builder()
                .connectionProvider(database::getConnection)
                .serializer(JacksonSerializer.defaultSerializer())
                .schema(TokenSchema.builder()
                        .setTokenTable("token_entry")
                        .setProcessorNameColumn("processor_name")
                        .setTokenTypeColumn("token_type")
                        .build())
                .claimTimeout(TOKEN_CLAIM)
                .nodeId(instance)
                .build();
    }

    public StoredEvents stored() {
        return stored;
    }
}
