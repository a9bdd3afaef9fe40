package dev.mooring.security;

import java.util.Collection;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** An authenticated request; its principal is the {@link User}. Keeps no token. */
final class CallerAuthentication extends AbstractAuthenticationToken {

    private final transient User user;

    CallerAuthentication(User user, Collection<? extends GrantedAuthority> authorities) {
        super(authorities);
        this.user = user;
        setAuthenticated(true);
    }

    /** With the role that the user has. */
    static CallerAuthentication of(User user) {
        return new CallerAuthentication(user, List.of(new SimpleGrantedAuthority("ROLE_" + user.role())));
    }

    @Override
    public User getPrincipal() {
        return user;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return user.username();
    }
}
