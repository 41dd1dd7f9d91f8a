package org.fediversity.notes;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// What the environment says about this instance.
///
/// @param baseUrl         `BASE_URL`: where people and servers reach it, without a slash at the end
/// @param title           `TITLE`: name of the instance
/// @param description     `DESCRIPTION`: a sentence below it
/// @param language        `PAGE_LANGUAGE`: language tag of what is written here
/// @param username        `USERNAME`: the author's name in addresses
/// @param actorKey        `ACTOR_KEY`: RSA private key, PEM, PKCS#8
/// @param sessionSecret   `SESSION_SECRET`: signs the tokens that forms carry
/// @param postingPassword `POSTING_PASSWORD`: whoever knows it may post; without it, everybody
/// @param archive         `ARCHIVE_DIRECTORY`: a copy of every note is kept there
record Settings(
        String baseUrl,
        String title,
        String description,
        String language,
        String username,
        String actorKey,
        String sessionSecret,
        Optional<String> postingPassword,
        Path archive,
        Bucket bucket) {

    /// `BUCKET_ENDPOINT`, `BUCKET_REGION`, `BUCKET_NAME`, `BUCKET_ACCESS_KEY`, `BUCKET_SECRET_KEY`: where pictures lie.
    record Bucket(URI endpoint, String region, String name, String accessKey, String secretKey) {
        @Override
        public String toString() {
            return name + " at " + endpoint;
        }
    }

    /// Host and port of the address, as account names carry them.
    String authority() {
        return URI.create(baseUrl).getAuthority();
    }

    @Override
    public String toString() {
        return title + " at " + baseUrl + ", pictures in " + bucket;
    }

    static final class Source {
        private final Config config;
        private final List<String> missing = new ArrayList<>();

        Source(Config config) {
            this.config = config;
        }

        @Produces
        @Singleton
        Settings settings() {
            var settings = new Settings(
                    required("BASE_URL").replaceAll("/+$", ""),
                    optional("TITLE").orElse("Notes"),
                    optional("DESCRIPTION").orElse(""),
                    optional("PAGE_LANGUAGE").orElse("en"),
                    optional("USERNAME").orElse("notes"),
                    required("ACTOR_KEY"),
                    required("SESSION_SECRET"),
                    optional("POSTING_PASSWORD"),
                    Path.of(required("ARCHIVE_DIRECTORY")),
                    new Bucket(
                            URI.create(required("BUCKET_ENDPOINT")),
                            optional("BUCKET_REGION").orElse("us-east-1"),
                            required("BUCKET_NAME"),
                            required("BUCKET_ACCESS_KEY"),
                            required("BUCKET_SECRET_KEY")));
            if (!missing.isEmpty()) {
                throw new IllegalStateException("missing in the environment: " + String.join(", ", missing));
            }
            return settings;
        }

        private String required(String name) {
            return optional(name).orElseGet(() -> {
                missing.add(name);
                return "";
            });
        }

        /// Raw, because a title that reads `${DATABASE_PASSWORD}` must stay that.
        private Optional<String> optional(String name) {
            return Optional.ofNullable(config.getConfigValue(name).getRawValue())
                    .filter(value -> !value.isBlank());
        }
    }
}
