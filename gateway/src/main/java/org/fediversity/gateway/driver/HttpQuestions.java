package org.fediversity.gateway.driver;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.fediversity.gateway.domain.Addresses;
import org.fediversity.gateway.domain.Questions;
import org.fediversity.gateway.domain.Service;

/// Questions over the services' public resources.
@ApplicationScoped
class HttpQuestions implements Questions {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Addresses addresses;

    HttpQuestions(Addresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public Answer maySee(Service service, String path, String authorization, String traceparent) {
        HttpRequest request = HttpRequest.newBuilder(addresses.of(service).resolve(path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", authorization)
                .header("traceparent", traceparent)
                .header("Accept", "application/json")
                .build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            return status == 200 ? Answer.YES : status >= 500 || status == 429 ? Answer.UNREACHABLE : Answer.NO;
        } catch (IOException e) {
            return Answer.UNREACHABLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.UNREACHABLE;
        }
    }
}
