package org.fediversity.gateway.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.fediversity.gateway.domain.Hash;
import org.fediversity.gateway.view.Checkpoints;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.gateway.view.Ledger;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.jspecify.annotations.Nullable;

/// Proof that no entry of the history was changed, removed, inserted or moved.
@Path("/api/v1/ledger")
@RolesAllowed({"operator", "provider", "auditor"})
@Tag(name = "Ledger", description = "The history as a Merkle tree (RFC 6962)")
class LedgerResource {
    private final Ledger ledger;
    private final Checkpoints checkpoints;
    private final HistoryQueries history;
    private final Asker asker;

    LedgerResource(Ledger ledger, Checkpoints checkpoints, HistoryQueries history, Asker asker) {
        this.ledger = ledger;
        this.checkpoints = checkpoints;
        this.history = history;
        this.asker = asker;
    }

    /// @param hashes base64, from the leaf upwards
    record Inclusion(long index, long size, List<String> hashes) {}

    record Consistency(long from, long to, List<String> hashes) {}

    @GET
    @Path("/checkpoint")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "getCheckpoint",
            summary = "Size and root of the tree now, signed",
            description = "A C2SP signed note: origin, size, root hash in base64, an Ed25519 signature.")
    public String checkpoint() {
        return checkpoints.current();
    }

    @GET
    @Path("/proofs/inclusion")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "proveInclusion",
            summary = "That the entry at a position is in the tree of a size",
            description = "Without `size`, the tree as it is now.")
    public Inclusion inclusion(
            @QueryParam("position") @Nullable String position, @QueryParam("size") @Nullable String size) {
        List<Fault> faults = new ArrayList<>();
        long now = ledger.frontier().size();
        long of = number("size", size, now, faults);
        long index = number("position", position, -1, faults);
        if (faults.isEmpty() && of > now) {
            faults.add(new Fault("", "size: the tree has " + now + " entries"));
        }
        if (faults.isEmpty() && (index < 0 || index >= of)) {
            faults.add(new Fault("", "position: between 0 and " + (of - 1)));
        }
        check(faults);
        return new Inclusion(index, of, base64(ledger.inclusion(index, of)));
    }

    @GET
    @Path("/proofs/consistency")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "proveConsistency",
            summary = "That the tree of one size is the beginning of the tree of another",
            description = "Without `to`, the tree as it is now.")
    public Consistency consistency(@QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        List<Fault> faults = new ArrayList<>();
        long now = ledger.frontier().size();
        long later = number("to", to, now, faults);
        long earlier = number("from", from, -1, faults);
        if (faults.isEmpty() && later > now) {
            faults.add(new Fault("", "to: the tree has " + now + " entries"));
        }
        if (faults.isEmpty() && (earlier < 0 || earlier > later)) {
            faults.add(new Fault("", "from: between 0 and " + later));
        }
        check(faults);
        return new Consistency(earlier, later, base64(ledger.consistency(earlier, later)));
    }

    @GET
    @Path("/entries/{position}/leaf")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "getLeaf",
            summary = "The exact bytes of an entry",
            description = "The leaf hash is SHA-256 of a zero byte and these bytes.")
    public byte[] leaf(@PathParam("position") String position) {
        return Positions.read(position)
                .flatMap(at -> history.at(asker.viewer(), at))
                .orElseThrow(() -> new RefusedException(
                        GeneralRefusal.NOT_FOUND, "There is no entry at " + position + ", or it is not yours to see."))
                .text()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long number(String name, @Nullable String text, long otherwise, List<Fault> faults) {
        if (text == null) {
            return otherwise;
        }
        Optional<Long> number = Positions.read(text);
        if (number.isEmpty()) {
            faults.add(new Fault("", name + ": a whole number from 0 is expected"));
        }
        return number.orElse(otherwise);
    }

    private static void check(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new RefusedException(
                    new Decision.Refused(GeneralRefusal.MALFORMED, "Some query parameters make no sense.", faults));
        }
    }

    private static List<String> base64(List<Hash> hashes) {
        return hashes.stream()
                .map(hash -> Base64.getEncoder().encodeToString(hash.bytes()))
                .toList();
    }
}
