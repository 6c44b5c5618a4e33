package dev.mayfly.edge.bots;

import dev.mayfly.edge.ingress.IncomingRequest;
import java.util.Optional;

/** What becomes of a request that a rule fits. */
sealed interface Treatment {
    /** The function answers, as it answers everybody. */
    record Allow() implements Treatment {}

    /** 301, to a fixed place. @param location with {@code {path}} and {@code {query}} where the request's belong */
    record Move(String location) implements Treatment {
        String place(IncomingRequest request) {
            return location.replace("{path}", request.path()).replace("{query}", request.query());
        }
    }

    /** 301, to where the page says that it belongs, once that is known. */
    record MoveToCanonical() implements Treatment {}

    /** 402. @param price for the header {@code crawler-price} */
    record Pay(Optional<String> price) implements Treatment {}

    /** 403. */
    record Forbid() implements Treatment {}

    /** The function answers, and its pages are turned into Markdown for who rather has that. */
    record Markdown() implements Treatment {}

    /** 410. */
    record Gone() implements Treatment {}
}
