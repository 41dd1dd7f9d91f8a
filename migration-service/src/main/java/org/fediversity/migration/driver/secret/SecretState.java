package org.fediversity.migration.driver.secret;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import org.fediversity.migration.domain.Inventory.Counted;
import org.fediversity.migration.driver.Outcome;
import org.fediversity.migration.driver.Outcome.Done;
import org.fediversity.migration.driver.Outcome.Refused;
import org.fediversity.migration.driver.StateDriver;
import org.fediversity.migration.driver.StatePlace;

/// Secrets, above all an application's identity. Whoever provisions the target puts the value in place before anything
/// else is prepared, since only he may; an import here therefore compares, and refuses a target that holds another
/// value. Counted is the number of values; no digest of a secret ever leaves the snapshot.
public final class SecretState implements StateDriver {
    private static final String FORMAT = "secret.json.v1";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    @Override
    public String type() {
        return "secret";
    }

    @Override
    public boolean sensitive() {
        return true;
    }

    @Override
    public String location(StatePlace place) {
        return "secret:" + place.result().secrets().values().stream().sorted().toList();
    }

    @Override
    public Outcome<Boolean> present(StatePlace place) {
        return new Done<>(
                !place.secrets().isEmpty() && place.secrets().values().stream().noneMatch(String::isEmpty));
    }

    @Override
    public Outcome<Counted> count(StatePlace place) {
        return place.secrets().isEmpty()
                ? new Refused<>("the secret " + place.resource() + " has no value")
                : new Done<>(counted(place));
    }

    @Override
    public Outcome<Exported> export(StatePlace source, OutputStream out) {
        if (source.secrets().isEmpty()) {
            return new Refused<>("the secret " + source.resource() + " has no value");
        }
        try {
            out.write(JSON.writeValueAsBytes(new TreeMap<>(source.secrets())));
            return new Done<>(new Exported(FORMAT, counted(source)));
        } catch (IOException e) {
            return new Refused<>("the stream broke");
        }
    }

    @Override
    public Outcome<Counted> replace(StatePlace target, String format, InputStream content) {
        if (!format.equals(FORMAT)) {
            return new Refused<>("a secret in the format " + format + " cannot be read by this version");
        }
        try {
            Map<?, ?> sent = JSON.readValue(content.readAllBytes(), Map.class);
            boolean same = sent.keySet().equals(target.secrets().keySet())
                    && target.secrets().entrySet().stream()
                            .allMatch(entry -> equal(entry.getValue(), String.valueOf(sent.get(entry.getKey()))));
            return same
                    ? new Done<>(counted(target))
                    : new Refused<>("the target was given another value for " + target.resource()
                            + ", so the application would not be the same any more");
        } catch (IOException e) {
            return new Refused<>("the secret cannot be read");
        }
    }

    private static boolean equal(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static Counted counted(StatePlace place) {
        TreeMap<String, Long> counts = new TreeMap<>();
        counts.put("values", (long) place.secrets().size());
        return new Counted(counts, "");
    }
}
