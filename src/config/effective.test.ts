import { expect, test } from "bun:test";
import { effectiveOptions, quotedValue, renderEffective } from "./effective.ts";
import { parseConfig } from "./load.ts";
import { readAssignments } from "./reader.ts";

const ENVIRONMENT = { CLOUD: "cloud.example.org" };
const FILE = "/srv/one/occi-server.conf";

function shown(text: string, withOrigin = false, all = false): string[] {
  const options = effectiveOptions(parseConfig(text, FILE, ENVIRONMENT));
  return renderEffective(
    options.filter(({ isDefault }) => all || !isDefault),
    withOrigin,
  ).split("\n");
}

test("where each value comes from", () => {
  const text = "SERVER=$CLOUD\nBASE=/srv/x\nIMAGE_DIR=$BASE/images\nWAIT=10s\nport=443\n";
  expect(shown(text, true).map((line) => line.replace(/ +# /, " # "))).toEqual([
    `SERVER=cloud.example.org # ${FILE}:1 with $CLOUD of the environment`,
    `PORT=443 # ${FILE}:5`,
    `IMAGE_DIR=/srv/x/images # ${FILE}:3`,
  ]);
});

test("all options are there: defaults, what follows from others, what is not set", () => {
  const lines = shown("SERVER=cloud.example.org\nSSL_CERT=a.pem\nSSL_CERT=b.pem\n", false, true);
  expect(lines).toContain("ONE_TIMEOUT=15s");
  expect(lines).toContain("HOST=::");
  expect(lines).toContain("SSL=files");
  expect(lines).toContain("#NETWORK_FROM=");
  expect(lines).toContain("VM_TYPE=[NAME=small, TEMPLATE=small.eta]");
  expect(lines.filter((line) => line.startsWith("SSL_CERT="))).toEqual([
    "SSL_CERT=/srv/one/a.pem",
    "SSL_CERT=/srv/one/b.pem",
  ]);
});

test("a faulty value is not in effect, and what it holds is not shown", () => {
  const lines = shown("ONE_XMLRPC=http://oneadmin:c4n4ry@localhost:2633/RPC2\n", true, true);
  expect(lines.join("\n")).toContain("ONE_XMLRPC=http://localhost:2633/RPC2");
  expect(lines.join("\n")).not.toContain("c4n4ry");
});

test("types of machines, with their limits", () => {
  const text = "VM_TYPE=[NAME=a, TEMPLATE=a.eta]\nVM_TYPE=[NAME=b, TEMPLATE=b.eta, CPU_MAX=8, MEMORY_MAX=1024]\n";
  expect(shown(text, true).map((line) => line.replace(/ +# /, " # "))).toEqual([
    `VM_TYPE=[NAME=a, TEMPLATE=a.eta] # ${FILE}:1`,
    `VM_TYPE=[NAME=b, TEMPLATE=b.eta, CPU_MAX=8, MEMORY_MAX=1024] # ${FILE}:2`,
  ]);
});

test("what is shown is a configuration that means the same", () => {
  const text = `SERVER=cloud.example.org\nIMAGE_DIR='/srv/a b'\\''c$d'\nONE_XMLRPC="http://a/RPC2 http://b/RPC2"\n`;
  const first = parseConfig(text, FILE, ENVIRONMENT);
  const again = parseConfig(renderEffective(effectiveOptions(first), true), FILE, {});
  expect(again.faults).toEqual([]);
  expect({ ...again.config, adminChosen: false }).toEqual({ ...first.config, adminChosen: false });
});

test.each(["a", "a b", "it's", '"', "$HOME", "#x", "a#b", "\\", "é", "[a"])("%j is read back as it is", (text) => {
  const options = { file: "f", environment: {}, lists: new Set<string>(), isOption: () => true };
  expect(readAssignments(`X=${quotedValue(text)}`, options).assignments[0]?.value).toBe(text);
});
