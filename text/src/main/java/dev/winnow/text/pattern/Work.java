package dev.winnow.text.pattern;

/** What may still be spent on one language. */
final class Work {
    private long left;

    Work(long most) {
        left = most;
    }

    void spend(long amount) {
        left -= amount;
        if (left < 0) {
            throw LanguageTooLargeException.ofWork();
        }
    }
}
