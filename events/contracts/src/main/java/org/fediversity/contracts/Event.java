package org.fediversity.contracts;

/// Something that happened. An event is stored, published and shown to auditors as it is; it never holds a secret or
/// personal data. Its name and version are pinned by [EventName], never derived from the class.
public sealed interface Event permits ConfigEvent, DeploymentEvent, ProvisioningEvent, MigrationEvent, GatewayEvent {

    /// The aggregate the event belongs to; the events of one stream are strictly ordered.
    String stream();

    /// What the event is about: the deployment id where there is one, else the stream. It is the Kafka key, so the
    /// order of everything that concerns one deployment holds within a context.
    default String subject() {
        return stream();
    }
}
