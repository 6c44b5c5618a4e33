export default {
  fetch(request) {
    return new Response("Hello!", { headers: { "content-type": "text/plain" } });
  },
};
