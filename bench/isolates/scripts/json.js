export default {
  async fetch(request) {
    const { items } = await request.json();
    const kept = items
      .filter((item) => item.active)
      .map((item) => ({ id: item.id, label: item.name.toUpperCase(), total: item.prices.reduce((a, b) => a + b, 0) }))
      .sort((a, b) => b.total - a.total);
    return Response.json({ count: kept.length, items: kept });
  },
};
