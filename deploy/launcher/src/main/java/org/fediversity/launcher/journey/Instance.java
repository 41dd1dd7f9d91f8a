package org.fediversity.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.UUID;

/// A deployed instance of `notes`, as a visitor and its owner use it.
///
/// @param url e.g. `http://notes.demo.localhost:8088`
public record Instance(URI url) {
    /// What must survive a move: who the actor is, its key, and every note with its picture.
    ///
    /// @param pictures address of a picture -> SHA-256 of its bytes
    public record Identity(
            String actor, String publicKey, TreeMap<String, String> notes, TreeMap<String, String> pictures) {}

    public Answer get(String path) {
        return get(URI.create(url + path), "*/*");
    }

    /// Publishes a note with a picture.
    ///
    /// @return address of the note
    public String post(String text, byte[] png, String description) {
        String boundary = UUID.randomUUID().toString();
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        field(form, boundary, "text\"", "text/plain; charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
        field(
                form,
                boundary,
                "description\"",
                "text/plain; charset=UTF-8",
                description.getBytes(StandardCharsets.UTF_8));
        field(form, boundary, "picture\"; filename=\"picture.png\"", "image/png", png);
        form.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/notes"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
                .build();
        return Api.send(request).expect(201).json().path("url").asText();
    }

    /// Reads everything that must never change.
    public Identity identity() {
        String id = get("/api/inventory").expect(200).json().path("actor").asText();
        JsonNode actor =
                get(URI.create(id), "application/activity+json").expect(200).json();
        TreeMap<String, String> notes = new TreeMap<>();
        TreeMap<String, String> pictures = new TreeMap<>();
        for (JsonNode note : get("/api/notes?limit=100").expect(200).json().path("items")) {
            notes.put(note.path("url").asText(), note.path("text").asText());
            String picture = note.path("picture").path("url").asText();
            if (!picture.isEmpty()) {
                pictures.put(
                        picture,
                        sha256(get(URI.create(picture), "*/*").expect(200).body()));
            }
        }
        return new Identity(
                actor.path("id").asText(),
                actor.path("publicKey").path("publicKeyPem").asText(),
                notes,
                pictures);
    }

    private static Answer get(URI uri, String accept) {
        return Api.send(HttpRequest.newBuilder(uri)
                .header("Accept", accept)
                .timeout(Duration.ofSeconds(20))
                .build());
    }

    private static void field(ByteArrayOutputStream form, String boundary, String name, String type, byte[] content) {
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\r\nContent-Type: "
                + type + "\r\n\r\n";
        form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
