import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;

/** The least that a proxy of Vert.x does: passes all headers and the body on, both ways, and nothing else. {@code port originPort eventLoops} */
public final class BareProxy extends AbstractVerticle {
    private final int port;
    private final int origin;

    BareProxy(int port, int origin) {
        this.port = port;
        this.origin = origin;
    }

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        int origin = Integer.parseInt(args[1]);
        Vertx.vertx()
                .deployVerticle(
                        () -> new BareProxy(port, origin),
                        new DeploymentOptions().setInstances(Integer.parseInt(args[2])));
    }

    @Override
    public void start() {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(512));
        vertx.createHttpServer().requestHandler(request -> pass(client, request)).listen(port, "127.0.0.1");
    }

    private void pass(HttpClient client, HttpServerRequest request) {
        request.pause();
        client.request(new RequestOptions()
                        .setMethod(request.method())
                        .setHost("127.0.0.1")
                        .setPort(origin)
                        .setURI(request.uri()))
                .onFailure(e -> request.response().setStatusCode(502).end())
                .onSuccess(out -> {
                    out.headers().setAll(request.headers());
                    out.response().onSuccess(answer -> {
                        request.response().setStatusCode(answer.statusCode());
                        request.response().headers().setAll(answer.headers());
                        answer.pipeTo(request.response());
                    });
                    request.pipeTo(out);
                });
    }
}
