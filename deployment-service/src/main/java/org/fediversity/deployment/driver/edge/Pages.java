package org.fediversity.deployment.driver.edge;

/// What a person sees where no application answers.
final class Pages {
    private Pages() {}

    static final String UNKNOWN = page(
            "Nothing lives here",
            "There is no application under this name. Perhaps it is a typing error, or it has not been deployed yet.");

    static final String FROZEN = page(
            "Back in a moment",
            "This application is just moving house. Nothing is lost; please try again in a minute.");

    static final String AWAY = page(
            "Not answering",
            "The application does not answer right now. If it has just been started, it needs a few seconds more.");

    private static String page(String title, String text) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>
                  body { font: 1.1rem/1.6 system-ui, sans-serif; color: #222; background: #f6f5f2;
                         display: grid; place-items: center; min-height: 90vh; margin: 0 1.5rem }
                  main { max-width: 34rem }
                  h1 { font-size: 1.8rem; margin: 0 0 .5rem }
                  @media (prefers-color-scheme: dark) { body { color: #ddd; background: #1b1b1d } }
                </style>
                <main><h1>%1$s</h1><p>%2$s</p></main>
                </html>
                """.formatted(title, text);
    }
}
