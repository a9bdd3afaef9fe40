package dev.mooring.security;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Creates the user {@code admin} while there is no user at all, before the first request is taken. A password that is
 * configured later changes nothing.
 */
@Component
class FirstAdmin implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);
    private static final String NAME = "admin";

    private final Users users;
    private final Passwords passwords;
    private final SecurityProperties properties;

    FirstAdmin(Users users, Passwords passwords, SecurityProperties properties) {
        this.users = users;
        this.passwords = passwords;
        this.properties = properties;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (users.count() > 0) {
            return;
        }
        boolean generate = properties.adminPassword() == null;
        String password = generate ? Passwords.generate() : properties.adminPassword();
        if (!users.insertFirst(NAME, passwords.hash(password))) {
            return; // another instance was first
        }
        if (generate) {
            LOG.warn("Created the user {} with the generated password {} - it is told only this once, so note it. "
                    + "(Set MOORING_ADMIN_PASSWORD before the first start to choose it.)", NAME, password);
        } else {
            LOG.info("Created the user {} with the password from MOORING_ADMIN_PASSWORD", NAME);
        }
    }
}
