package dev.mayfly.search.answers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Who answers questions out of what was found. */
@ConfigMapping(prefix = "mayfly.search.answers")
public interface AnswersConfig {
    /** An endpoint that speaks as OpenAI's: {@code https://host/v1}, to which {@code /chat/completions} is added. Without it nothing is answered. */
    Optional<URI> endpoint();

    /** What that endpoint calls the model. */
    Optional<String> model();

    /** The bearer token that the endpoint asks for. */
    Optional<String> token();

    /** How long the endpoint may be silent, before its first word and between two. */
    @WithDefault("60s")
    Duration patience();

    /** How many tokens an answer may have. */
    @WithDefault("1024")
    int tokensMax();

    /** How many characters of documents are shown to the model; passages that do not fit are left out. */
    @WithDefault("24000")
    int charactersMax();

    /** How many answers are made at a time; who comes later is refused. */
    @WithDefault("16")
    int atATime();
}
