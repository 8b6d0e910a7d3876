/** Refused uploads behind the proxies that people have, set up as plainly as can be. Where they are installed. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authorization, type Cloud, startCloud } from "./testing/cloud.ts";
import { freePort } from "./testing/free-port.ts";
import { SmallOned } from "./testing/small-oned.ts";
import { untilListening } from "./testing/until-listening.ts";
import { upload } from "./testing/upload-client.ts";

interface Place {
  readonly directory: string;
  readonly port: number;
  readonly backend: number;
}

interface Proxy {
  readonly configuration: (place: Place) => string;
  readonly arguments: (file: string) => readonly string[];
}

const nginx = (more: string, upstream = ""): Proxy => ({
  arguments: (file) => ["nginx", "-c", file],
  configuration: ({ directory, port, backend }) => `
daemon off; pid ${directory}/pid; error_log ${directory}/error.log; user root;
events {}
http {
  access_log off; client_max_body_size 0;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${directory}/${name};`).join(" ")}
  upstream occi { server 127.0.0.1:${backend}; ${upstream} }
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://occi; ${more} } }
}`,
});
const KEPT = 'proxy_http_version 1.1; proxy_set_header Connection "";';

const MODULES = "/usr/lib/apache2/modules";
const PROXIES: Readonly<Record<string, Proxy>> = {
  nginx: nginx(""),
  "nginx that does not wait for the whole body": nginx("proxy_request_buffering off;"),
  "nginx that keeps connections": nginx(KEPT, "keepalive 4;"),
  "nginx that does both": nginx(`proxy_request_buffering off; ${KEPT}`, "keepalive 4;"),
  apache: {
    arguments: (file) => ["apache2", "-f", file, "-DFOREGROUND"],
    configuration: ({ directory, port, backend }) => `
ServerRoot ${directory}
ServerName localhost
PidFile ${directory}/pid
ErrorLog ${directory}/error.log
DefaultRuntimeDir ${directory}
Mutex file:${directory}
User www-data
Group www-data
Listen 127.0.0.1:${port}
LoadModule mpm_event_module ${MODULES}/mod_mpm_event.so
LoadModule authz_core_module ${MODULES}/mod_authz_core.so
LoadModule proxy_module ${MODULES}/mod_proxy.so
LoadModule proxy_http_module ${MODULES}/mod_proxy_http.so
ProxyPass / http://127.0.0.1:${backend}/
`,
  },
  lighttpd: {
    arguments: (file) => ["lighttpd", "-D", "-f", file],
    configuration: ({ directory, port, backend }) => `
server.modules = ("mod_proxy")
server.document-root = "${directory}"
server.bind = "127.0.0.1"
server.port = ${port}
server.upload-dirs = ("${directory}")
proxy.server = ("" => (("host" => "127.0.0.1", "port" => ${backend})))
`,
  },
};

const PATH = `${process.env.PATH}:/usr/sbin`;
const installed = ({ arguments: of }: Proxy): boolean => Bun.which(of("")[0] ?? "", { PATH }) !== null;
/** They want to become another user, or to be refused. */
const isRoot = process.getuid?.() === 0;

describe.each(Object.entries(PROXIES))("behind %s", (_, proxy) => {
  const SIZE = 3 * 1024 * 1024;
  let cloud: Cloud;
  let child: Bun.Subprocess | undefined;
  let directory: string;
  let port: number;

  beforeAll(async () => {
    if (!isRoot || !installed(proxy)) return;
    directory = mkdtempSync(join(tmpdir(), "occi-proxy-"));
    chmodSync(directory, 0o777);
    port = freePort();
    cloud = await startCloud(new SmallOned(), { uploadLimit: 1024 * 1024 });
    const file = join(directory, "conf");
    writeFileSync(file, proxy.configuration({ directory, port, backend: cloud.server.port }));
    const [command = "", ...more] = proxy.arguments(file);
    child = Bun.spawn([Bun.which(command, { PATH }) ?? "", ...more], { stdout: "ignore", stderr: "ignore" });
    await untilListening(port, child);
  });
  afterAll(async () => {
    if (child === undefined) return;
    child.kill();
    await child.exited;
    await cloud.server.stop(0);
    cloud.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  test.skipIf(!isRoot || !installed(proxy))("the status of every refused upload arrives", async () => {
    const statuses: string[] = [];
    const expected: string[] = [];
    for (const [status, login] of [
      [401, ""],
      [401, `Authorization: ${authorization("alice:wrong")}\r\n`],
      [413, `Authorization: ${authorization("alice")}\r\n`],
    ]) {
      for (const more of ["", "Connection: close\r\n", "Expect: 100-continue\r\n"]) {
        for (const chunked of [false, true]) {
          const head = `POST /storage HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=B\r\n${login}${more}`;
          const whole = (answer: string): boolean => /Request: [\w-]+\n/.test(answer);
          const { answer } = await upload({ port }, { head, size: SIZE, chunked }, whole);
          statuses.push(/^HTTP\/1\.1 (?!100)(\d+)/m.exec(answer)?.[1] ?? answer);
          expected.push(String(status));
        }
      }
    }
    expect(statuses).toEqual(expected);
  });
});
