const TICKS_MAX = 100;

/** Counts up as server-sent events: `/?ticks=5&everyMs=200`. Stops when the reader goes away. */
export default {
  fetch(request) {
    const asked = new URL(request.url).searchParams;
    const ticks = between(1, Number(asked.get("ticks") ?? 5), TICKS_MAX);
    const everyMs = between(0, Number(asked.get("everyMs") ?? 200), 10_000);
    return new Response(events(ticks, everyMs, request.signal), {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  },
};

function events(ticks, everyMs, signal) {
  const encoder = new TextEncoder();
  let tick = 0;
  return new ReadableStream({
    async pull(controller) {
      if (tick > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
      if (signal?.aborted) return controller.close();
      tick += 1;
      controller.enqueue(encoder.encode(`id: ${tick}\ndata: ${JSON.stringify({ tick, of: ticks })}\n\n`));
      if (tick === ticks) controller.close();
    },
  });
}

function between(low, value, high) {
  return Number.isFinite(value) ? Math.min(Math.max(value, low), high) : low;
}
