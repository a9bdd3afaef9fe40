package dev.mooring.security;

import dev.mooring.api.ApiException;
import dev.mooring.api.Fields;
import java.util.Optional;
import org.apache.camel.Body;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Route step {@code logins}: a name and a password against a token. */
@Component("logins")
public class Logins {

    /** The body of {@code POST /api/auth/login}. */
    public record Credentials(String username, String password) {
        @Override
        public String toString() {
            return "Credentials[" + username + "]";
        }
    }

    /** @param expiresIn seconds */
    public record Token(String token, String tokenType, long expiresIn) {
        @Override
        public String toString() {
            return "Token[expiresIn=" + expiresIn + "]";
        }
    }

    private final Users users;
    private final Passwords passwords;
    private final Tokens tokens;
    private final SecurityProperties properties;
    private final LoginThrottle throttle = new LoginThrottle(System::nanoTime);

    Logins(Users users, Passwords passwords, Tokens tokens, SecurityProperties properties) {
        this.users = users;
        this.passwords = passwords;
        this.tokens = tokens;
        this.properties = properties;
    }

    /** @throws ApiException 400, 401 (the same for a wrong name and a wrong password) or 429 */
    public Token login(@Body Credentials given) {
        if (given == null) {
            throw ApiException.of(400, "The body must be a JSON object with username and password.");
        }
        Fields fields = Fields.check();
        if (given.username() == null) {
            fields.refuse("username", "is missing");
        }
        if (given.password() == null) {
            fields.refuse("password", "is missing");
        }
        fields.throwIfRefused();
        User user = check(given.username(), given.password(), clientAddress());
        return new Token(tokens.issue(user), "Bearer", properties.tokenLifetime().toSeconds());
    }

    /**
     * The user with this name and password; every kind of login asks here, so that all share one throttle.
     *
     * @param address where the attempt comes from
     * @throws ApiException 401 (the same for a wrong name and a wrong password) or 429
     */
    User check(String username, String password, String address) {
        int wait = throttle.attempt(username, address);
        if (wait > 0) {
            throw ApiException.slowDown("Too many failed logins. Try again in " + wait + " s.", wait);
        }
        Optional<User> user = find(username, address);
        if (!passwords.matches(password, user.map(User::passwordHash).orElse(null))) {
            throw ApiException.of(401, "The user name or the password is wrong.");
        }
        throttle.forget(username, address);
        return user.orElseThrow();
    }

    private Optional<User> find(String username, String address) {
        if (username.indexOf('\0') >= 0) {
            return Optional.empty(); // PostgreSQL cannot even be asked about such a name
        }
        try {
            return users.byName(username);
        } catch (DataAccessException e) {
            throttle.forget(username, address); // nobody guessed wrong
            throw e;
        }
    }

    private static String clientAddress() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes servlet
                ? servlet.getRequest().getRemoteAddr() : "unknown";
    }
}
