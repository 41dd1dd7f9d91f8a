package org.fediversity.notes;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes sure that a form which comes in is one that this instance gave to the same browser.
@Singleton
final class Forms {
    static final String COOKIE = "notes_visitor";

    private final SecretKeySpec key;
    private final boolean secure;

    Forms(Settings settings) {
        key = new SecretKeySpec(settings.sessionSecret().getBytes(UTF_8), "HmacSHA256");
        secure = settings.baseUrl().startsWith("https:");
    }

    /// The visitor a browser says it is, or a new one.
    String visitor(Optional<Cookie> cookie) {
        return cookie.map(Cookie::getValue)
                .filter(value -> value.matches("[0-9a-f-]{36}"))
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    NewCookie remember(String visitor) {
        return new NewCookie.Builder(COOKIE)
                .value(visitor)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    /// What a form for this visitor carries.
    String token(String visitor) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(visitor.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    boolean ours(Optional<Cookie> cookie, String token) {
        return cookie.isPresent()
                && MessageDigest.isEqual(token(cookie.get().getValue()).getBytes(UTF_8), token.getBytes(UTF_8));
    }
}
