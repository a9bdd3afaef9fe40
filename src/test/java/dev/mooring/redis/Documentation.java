package dev.mooring.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.testbed.TestRedis;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What {@code docs/redis.md} tells operators, so that tests do just that. */
final class Documentation {

    /** In the page's example of an ACL user. */
    static final String USER = "mooring";
    static final String PASSWORD = "choose-a-password";
    static final String PREFIX = "shop:";

    private Documentation() {
    }

    static String text() {
        try {
            return Files.readString(Path.of("docs", "redis.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the page's ACL command as it stands there, with these additions. */
    static void createUser(TestRedis redis, String... additions) {
        String command = text().lines().map(String::strip).filter(line -> line.startsWith("ACL SETUSER")).findFirst()
                .orElseThrow(() -> new AssertionError("docs/redis.md has no line ACL SETUSER"));
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        Arrays.stream(command.split(" ")).skip(1).forEach(arguments::add);
        for (String addition : additions) {
            assertThat(text()).contains("`" + addition + "`");
            arguments.add(addition);
        }
        redis.commands().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
    }
}
