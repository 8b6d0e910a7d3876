/**
 * The yardstick for what a request costs: Bun's HTTPS server and the call to oned, whose text is handed on, and nothing
 * else. Compiled by the benchmarks.
 *
 *   bare-server ONED-URL PORT CERTIFICATE KEY
 */
const [oned = "", port = "0", cert = "", key = ""] = process.argv.slice(2);

Bun.serve({
  hostname: "127.0.0.1",
  port: Number(port),
  tls: { cert: Bun.file(cert), key: Bun.file(key) },
  development: false,
  async fetch(request) {
    // To see that it listens, and how long the machine itself keeps a program waiting.
    if (request.method === "OPTIONS") return new Response(null, { status: 204 });
    const session = atob(request.headers.get("authorization")?.slice("Basic ".length) ?? "");
    const id = request.url.slice(request.url.lastIndexOf("/") + 1);
    const call =
      '<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>one.vm.info</methodName><params>' +
      `<param><value><string>${session}</string></value></param><param><value><i4>${id}</i4></value></param></params></methodCall>`;
    // As the server itself asks: oned closes each connection.
    const answer = await fetch(oned, {
      method: "POST",
      headers: { "Content-Type": "text/xml; charset=utf-8" },
      body: call,
      keepalive: false,
    });
    return new Response(await answer.text(), { headers: { "Content-Type": "application/xml;charset=utf-8" } });
  },
});
