import java.lang.reflect.Method;
import java.util.List;

/** Asks the router's list of crawlers for the same texts over and over: unseen ones, and seen ones. */
public class Crawlers {
    private static final int CALLS = 300_000;
    private static final int ROUNDS = 5;

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Class<?> type = Class.forName("dev.mayfly.edge.bots.KnownCrawlers");
        Method bundled = open(type, "bundled");
        long before = System.nanoTime();
        Object crawlers = bundled.invoke(null);
        System.out.printf("the list is read in %d ms%n", (System.nanoTime() - before) / 1_000_000);
        Method unseen = open(type, "find", String.class);
        Method seen = open(type, "byAgent", String.class);
        for (String text : List.of(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
                "curl/8.5.0"))
            System.out.printf(
                    "%3d characters: %4.0f ns unseen, %3.0f ns seen%n",
                    text.length(), best(unseen, crawlers, text), best(seen, crawlers, text));
    }

    private static Method open(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
        Method method = type.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    private static double best(Method method, Object crawlers, String text) throws ReflectiveOperationException {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = System.nanoTime();
            for (int i = 0; i < CALLS; i++) method.invoke(crawlers, text);
            best = Math.min(best, (System.nanoTime() - before) / (double) CALLS);
        }
        return best;
    }
}
