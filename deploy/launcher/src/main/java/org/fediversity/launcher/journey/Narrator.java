package org.fediversity.launcher.journey;

/// Hears what happens on a journey.
public interface Narrator {
    /// A new part of the story begins.
    void chapter(String title);

    /// Something happened.
    void tell(String what);

    /// Says nothing.
    static Narrator silent() {
        return new Narrator() {
            @Override
            public void chapter(String title) {}

            @Override
            public void tell(String what) {}
        };
    }
}
