package dev.mayfly.search;

import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.mayfly.bindings.search.Search;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.SearchContract;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OnOpenSearch.class)
class OpenSearchStoredTest extends SearchContract {
    @Inject
    Search bean;

    @Override
    protected String account() {
        return "in-opensearch";
    }

    /** The model behind the cluster is one that can refuse. */
    @Test
    void textsThatTheModelRefusesHoldUpNoOther() {
        Door door = new Door(account()).made("{}");
        String lines = IntStream.range(0, 5)
                .mapToObj(i -> "{'id':'bad" + i + "','fields':{'text':'heron, please refuse " + i + "'}}")
                .collect(Collectors.joining("\n"));
        door.bulk(lines + "\n{'id':'good','fields':{'text':'egret'}}")
                .statusCode(200)
                .body("errors", is(0));
        door.search("{'query':'egret','mode':'vector'}").statusCode(200).body("hits.id", is(List.of("good")));
        door.search("{'query':'heron','mode':'keyword'}").statusCode(200).body("hits", hasSize(5));
    }

    @Override
    protected Face<Search> face() {
        return Face.bean(bean, account());
    }
}
