import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * A node of OpenSearch with its k-NN plugin, in a process of its own: it brings another Lucene than the service has. It ends with its standard input.
 * First argument: its folder.
 */
public class OpenSearchNode extends Node {
    private OpenSearchNode(Environment environment, List<PluginInfo> plugins) {
        super(environment, plugins, true);
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.builder()
                .put("path.home", arguments[0])
                .put("node.name", "test")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", 0)
                .put("transport.port", 0)
                .put("transport.type", "netty4")
                .put("http.type", "netty4")
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
                settings, Collections.emptyMap(), Path.of(arguments[0], "config"), () -> "test");
        List<PluginInfo> plugins = new ArrayList<>();
        plugins.add(plugin("transport-netty4", "org.opensearch.transport.Netty4ModulePlugin"));
        plugins.add(plugin("opensearch-knn", "org.opensearch.knn.plugin.KNNPlugin"));
        try (OpenSearchNode node = new OpenSearchNode(environment, plugins)) {
            node.start();
            System.out.println("ready " + node.injector()
                    .getInstance(org.opensearch.http.HttpServerTransport.class)
                    .boundAddress()
                    .publishAddress());
            while (System.in.read() >= 0) {}
        }
    }

    private static PluginInfo plugin(String name, String type) {
        return new PluginInfo(
                name, "", "", Version.CURRENT, "25", type, null, Collections.emptyList(), false);
    }
}
