package dev.mooring.security;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/** A user as stored. {@code passwordHash} never leaves the process. */
public record User(long id, String username, @JsonIgnore String passwordHash, Role role, Instant createdAt) {

    /** ADMIN sees and changes everything and manages users; USER only what is theirs. */
    public enum Role { ADMIN, USER }

    @Override
    public String toString() {
        return "User[" + id + ", " + username + ", " + role + "]";
    }
}
