package dev.mooring.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes and checks passwords. BCrypt reads 72 bytes and no more, so longer ones are refused, not cut. */
@Component
class Passwords {

    private static final int MIN_CHARACTERS = 8;
    private static final int MAX_BYTES = 72;
    /** About 0.3 s on a 2020s core: dear for who guesses, bearable for who logs in. */
    private static final int STRENGTH = 12;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /** What unknown users are checked against: of the same strength, and made beforehand, so that no start waits for it. */
    static final String NOBODYS_HASH = "$2a$" + STRENGTH + "$wYABf0R.qnV7JkJ7Q9ZGieE2ZqiC36Wv/N0FghZm2b44DWI8tPYt2";

    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(STRENGTH);

    /** Why a password is refused, for the user; null when it is fine. */
    static String refusal(String password) {
        if (password == null) {
            return "is missing";
        }
        if (password.codePointCount(0, password.length()) < MIN_CHARACTERS) {
            return "must have at least " + MIN_CHARACTERS + " characters";
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return "must not have more than " + MAX_BYTES + " bytes in UTF-8";
        }
        return password.indexOf('\0') >= 0 ? "must not contain a NUL character" : null;
    }

    String hash(String password) {
        return bcrypt.encode(password);
    }

    /** Takes the same time whether the user exists ({@code hash} given) or not ({@code hash} null). */
    boolean matches(String password, String hash) {
        boolean tooLong = password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
        boolean same = bcrypt.matches(tooLong ? "x" : password, hash == null ? NOBODYS_HASH : hash);
        return same && hash != null && !tooLong;
    }

    /** 20 letters and digits, about 115 bits; none that look alike. */
    static String generate() {
        return new SecureRandom().ints(20, 0, LETTERS.length()).mapToObj(i -> LETTERS.substring(i, i + 1))
                .reduce("", String::concat);
    }
}
