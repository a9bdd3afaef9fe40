package dev.mooring.security;

import dev.mooring.api.ApiException;
import dev.mooring.api.Fields;
import dev.mooring.api.Page;
import dev.mooring.security.User.Role;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Route step {@code accounts}: what the REST API offers about users. */
@Component("accounts")
public class Accounts {

    /** The body of {@code POST /api/users}; {@code role} is USER when it is missing. */
    public record NewUser(String username, String password, String role) {
        @Override
        public String toString() {
            return "NewUser[" + username + "]";
        }
    }

    /** The body of {@code PUT /api/users/{id}/password}. */
    public record NewPassword(String password) {
        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }

    private final Users users;
    private final Passwords passwords;
    private final Caller caller;

    Accounts(Users users, Passwords passwords, Caller caller) {
        this.users = users;
        this.passwords = passwords;
        this.caller = caller;
    }

    public User me() {
        return caller.current();
    }

    public Page<User> page(@Variable("page") int page, @Variable("size") int size,
            @Variable("firstRow") int firstRow) {
        return new Page<>(users.page(firstRow, size), page, size, users.count());
    }

    /** @throws ApiException 400 for bad fields, 409 when the name is taken */
    public User create(@Body NewUser given) {
        if (given == null) {
            throw ApiException.of(400, "The body must be a JSON object.");
        }
        Fields fields = Fields.check().name("username", given.username(), 64)
                .url("password", Passwords.refusal(given.password()));
        if (given.username() != null && !given.username().matches("[A-Za-z0-9._@-]*")) {
            fields.refuse("username", "may have letters, digits and . _ @ - only");
        }
        if (given.role() != null && !given.role().equals("ADMIN") && !given.role().equals("USER")) {
            fields.refuse("role", "must be ADMIN or USER");
        }
        fields.throwIfRefused();
        Role role = given.role() == null ? Role.USER : Role.valueOf(given.role());
        return users.insert(given.username(), passwords.hash(given.password()), role).orElseThrow(
                () -> ApiException.of(409, "There is a user with this name already; choose another."));
    }

    /** One's own, or anybody's as ADMIN; tokens issued for the old password end with it. */
    public void setPassword(@Variable("id") long id, @Body NewPassword given) {
        User me = caller.current();
        if (me.id() != id && me.role() != Role.ADMIN) {
            throw ApiException.notFound("user", id);
        }
        if (given == null) {
            throw ApiException.of(400, "The body must be a JSON object.");
        }
        Fields.check().url("password", Passwords.refusal(given.password())).throwIfRefused();
        if (!users.setPasswordHash(id, passwords.hash(given.password()))) {
            throw ApiException.notFound("user", id);
        }
    }

    /** @throws ApiException 404, or 409 with the reason */
    public void delete(@Variable("id") long id) {
        switch (users.delete(id)) {
            case DONE -> { }
            case NOT_FOUND -> throw ApiException.notFound("user", id);
            case LAST_ADMIN -> throw ApiException.of(409, "This is the last user with the role ADMIN; "
                    + "create another one first.");
            case HAS_SERVERS -> throw ApiException.of(409, "This user still has MCP servers; delete them first.");
            case HAS_SERVICES -> throw ApiException.of(409, "This user still has MCP services; delete them first.");
        }
    }
}
