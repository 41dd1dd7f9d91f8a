package org.fediversity.launcher.audit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fediversity.launcher.audit.Audit.Result;
import org.fediversity.launcher.audit.Note.Verifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./fediversity audit verify`
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks that no entry of the history was changed, removed, inserted or reordered, and names the first one",
            "that was. All it believes is the public key.",
            "",
            "  An export:        audit verify --key KEY --export FILE --checkpoint FILE [--hashes FILE]",
            "  A live set-up:    audit verify --key KEY --url URL --token TOKEN",
            "",
            "KEY is setup.publicKey of GET /api/v1/capabilities, learnt when you came to trust the set-up. An export is",
            "GET /api/v1/events as application/x-ndjson, a checkpoint GET /api/v1/ledger/checkpoint; the set-up also",
            "writes checkpoints, and hashes that let this name a changed entry exactly, to files beside its database."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is as it was signed",
            "1:something was tampered with",
            "2:the question makes no sense, or there was no answer"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int INTACT = 0;
    private static final int TAMPERED = 1;
    private static final int UNKNOWN = 2;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "The set-up's public key, <name>+<hash>+<key>, or a file that holds it")
    String key = "";

    @Option(names = "--export", paramLabel = "FILE", description = "The history, one entry a line")
    @Nullable
    Path export;

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "One or more signed checkpoints")
    @Nullable
    Path checkpoint;

    @Option(names = "--hashes", paramLabel = "FILE", description = "Leaf hashes, 32 bytes each")
    @Nullable
    Path hashes;

    @Option(names = "--url", paramLabel = "URL", description = "A live set-up, e.g. http://localhost:8080")
    @Nullable
    URI url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Token of an auditor; taken from FEDIVERSITY_TOKEN if not given",
            defaultValue = "${env:FEDIVERSITY_TOKEN:-}")
    String token = "";

    @Override
    public Integer call() {
        try {
            Verifier verifier = verifier();
            Optional<LiveSetUp> live = Optional.ofNullable(url).map(at -> new LiveSetUp(at, token));
            if (live.isEmpty() && (export == null || checkpoint == null)) {
                throw usage("Give --export and --checkpoint, or --url.");
            }
            // The checkpoint first: what is exported after it holds all that it signs.
            List<Note> notes = Note.readAll(
                    checkpoint != null
                            ? Files.readString(checkpoint)
                            : live.orElseThrow().checkpoint(),
                    verifier);
            Audit audit;
            try (InputStream in = export != null
                    ? new BufferedInputStream(Files.newInputStream(export))
                    : live.orElseThrow().export()) {
                audit = new Audit(Export.read(in), notes);
            }
            Optional<Leaves> known = hashes == null ? Optional.empty() : Optional.of(leaves(hashes));
            return tell(audit.check(known, live.map(setUp -> setUp)));
        } catch (AuditException | IOException e) {
            err().println("Cannot verify: "
                    + (e instanceof java.nio.file.NoSuchFileException ? "there is no file " : "") + e.getMessage());
            return UNKNOWN;
        }
    }

    private int tell(Result result) {
        return switch (result) {
            case Result.Intact(var size, var root, var beyond) -> {
                out().println("Intact: all " + size + " entries are as they were signed (root " + root + ").");
                if (beyond > 0) {
                    out().println(beyond + " newer entries are not covered by the checkpoint.");
                }
                yield INTACT;
            }
            case Result.Tampered(var finding) -> {
                out().println("Tampered with. " + finding.sentence());
                yield TAMPERED;
            }
            case Result.TamperedBetween(var from, var until, var detail) -> {
                out().println("Tampered with. The first entry that was changed is one of " + from + " to " + (until - 1)
                        + ": " + detail + ".");
                yield TAMPERED;
            }
        };
    }

    private Verifier verifier() throws IOException {
        try {
            Path file = Path.of(key);
            return Verifier.parse(Files.isRegularFile(file) ? Files.readString(file) : key);
        } catch (IllegalArgumentException e) {
            throw usage("--key: " + e.getMessage());
        }
    }

    private static Leaves leaves(Path file) throws IOException {
        Leaves leaves = new Leaves();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (byte[] hash = in.readNBytes(Hash.LENGTH);
                    hash.length == Hash.LENGTH;
                    hash = in.readNBytes(Hash.LENGTH)) {
                leaves.add(new Hash(Arrays.copyOf(hash, Hash.LENGTH)));
            }
        }
        return leaves;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        return spec;
    }
}
