package dev.mooring.security;

import dev.mooring.api.ApiException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Route step {@code caller}: sets the variables {@code user} (the caller's id) and {@code admin} (whether others' things
 * are theirs too), which the queries use, and takes the token out of the headers.
 */
@Component("caller")
public final class Caller implements Processor {

    @Override
    public void process(Exchange exchange) {
        User user = current();
        exchange.setVariable("user", user.id());
        exchange.setVariable("admin", user.role() == User.Role.ADMIN);
        exchange.getMessage().removeHeader("Authorization");
        exchange.getMessage().removeHeader("Cookie");
    }

    /** Who makes the request that this thread handles. */
    public User current() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller) {
            return caller.getPrincipal();
        }
        throw ApiException.of(401, SecurityChain.LOG_IN);
    }
}
