package dev.mooring.security;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;

/**
 * Issues tokens and turns them back into their user. The user is read at each request, so that a token ends with its
 * user, and with the password it was issued for ({@code pwd}, a fingerprint of the stored hash).
 */
@Component
class Tokens implements Converter<Jwt, AbstractAuthenticationToken> {

    private static final String ISSUER = "mooring";
    private static final String PASSWORD_STAMP = "pwd";

    private final SecurityProperties properties;
    private final Users users;
    private final JwtEncoder encoder;
    private final JwtDecoder decoder;

    Tokens(TokenKey tokenKey, SecurityProperties properties, Users users) {
        this.properties = properties;
        this.users = users;
        this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(tokenKey.key()));
        NimbusJwtDecoder nimbus = NimbusJwtDecoder.withSecretKey(tokenKey.key()).macAlgorithm(MacAlgorithm.HS256)
                .build();
        nimbus.setJwtValidator(new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(Duration.ZERO),
                new JwtIssuerValidator(ISSUER)));
        this.decoder = nimbus;
    }

    JwtDecoder decoder() {
        return decoder;
    }

    String issue(User user) {
        Instant now = Instant.now();
        JwtClaimsSet claims = JwtClaimsSet.builder().issuer(ISSUER).subject(Long.toString(user.id())).issuedAt(now)
                .expiresAt(now.plus(properties.tokenLifetime())).claim(PASSWORD_STAMP, stamp(user)).build();
        return encoder.encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
                .getTokenValue();
    }

    @Override
    public AbstractAuthenticationToken convert(Jwt jwt) {
        String subject = jwt.getSubject();
        if (subject == null || !subject.matches("[0-9]{1,18}")) {
            throw new InvalidBearerTokenException("no user id");
        }
        User user = users.byId(Long.parseLong(subject))
                .filter(known -> stamp(known).equals(jwt.getClaimAsString(PASSWORD_STAMP)))
                .orElseThrow(() -> new InvalidBearerTokenException("the user or the password has changed"));
        return CallerAuthentication.of(user);
    }

    private static String stamp(User user) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(user.passwordHash().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
