package org.fediversity.provisioning.driver;

import java.util.Map;
import org.fediversity.expressions.Kind;
import org.fediversity.provisioning.domain.Offer;

/// Serves offers of one resource type. All drivers keep the promises below; what one kind promises beyond that stands
/// at its own interface.
///
/// - Outcomes are values. An exception is a bug.
/// - `ensure` twice is `ensure` once: it answers the same values and secrets, and mends what is missing.
/// - What the driver did not make under the order's key it neither adopts nor touches: `ensure` is `Refused`.
/// - `release` of what is not there, or was not made here, is `Ready`: nothing of ours is left after it, and nothing
///   else was touched.
/// - No retry, no metrics, no patience: that is wrapped around it (see [Patient]).
public interface Driver {
    /// Resource type that it serves.
    String type();

    /// As environments write it, unique among the drivers of the type.
    String name();

    /// What a policy may add for it (`with`), and of what kind that is.
    default Map<String, Kind> additions() {
        return Map.of();
    }

    /// Makes it so.
    Outcome ensure(Order order);

    /// Makes it not so.
    Outcome release(Order order);

    /// Whether the offer can be served from where it says, with the credentials it says; changes nothing.
    Outcome probe(Offer offer, Endpoint endpoint);
}
