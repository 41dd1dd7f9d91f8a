package org.fediversity.gateway.driver;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
        return switch (read(service, path, authorization, traceparent)) {
            case Reading.Said said -> Answer.YES;
            case Reading.Nothing nothing -> Answer.NO;
            case Reading.Unreachable unreachable -> Answer.UNREACHABLE;
        };
    }

    @Override
    public Reading read(Service service, String path, String authorization, String traceparent) {
        HttpRequest request = HttpRequest.newBuilder(addresses.of(service).resolve(path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", authorization)
                .header("traceparent", traceparent)
                .header("Accept", "application/json")
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            int status = answer.statusCode();
            return status == 200
                    ? new Reading.Said(answer.body())
                    : status >= 500 || status == 429 ? new Reading.Unreachable() : new Reading.Nothing();
        } catch (IOException e) {
            return new Reading.Unreachable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reading.Unreachable();
        }
    }
}
