/** Pebble: an authority that speaks ACME, for tests (Debian's package `pebble`). Every name leads to this machine. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCertificate } from "../../certificates/testing/certificates.ts";
import { freePort } from "../../http/testing/free-port.ts";

export const PEBBLE = Bun.which("pebble");
const DNS = Bun.which("pebble-challtestsrv");
/** Tests that need it are left out where it is not installed. */
export const HAS_PEBBLE = PEBBLE !== null && DNS !== null;

export interface Pebble extends AsyncDisposable {
  /** ACME_DIRECTORY. */
  readonly directory: string;
  /** ACME_CA: who may sign the authority's own certificate. */
  readonly ca: string;
  /** Where it asks for proofs. */
  readonly httpPort: number;
}

export interface PebbleOptions {
  /** Names that get no certificate. */
  readonly refused?: readonly string[];
  readonly httpPort?: number;
}

/** @param directory for its files. */
export async function startPebble(directory: string, options: PebbleOptions = {}): Promise<Pebble> {
  const { refused = [], httpPort = freePort() } = options;
  mkdirSync(directory, { recursive: true });
  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  const { cert, key } = await makeCertificate("localhost");
  const [port, dns] = [freePort(), freePort()];
  const ca = file("pebble.crt", cert);
  const pebble = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${freePort()}`,
    certificate: ca,
    privateKey: file("pebble.key", key),
    httpPort,
    tlsPort: freePort(),
    ocspResponderURL: "",
    externalAccountBindingRequired: false,
    domainBlocklist: refused,
  };
  const config = file("pebble.json", JSON.stringify({ pebble }));
  const listeners = ["http01", "https01", "tlsalpn01"].flatMap((name) => [`-${name}`, ""]);
  const silent = { stdout: "ignore", stderr: "ignore" } as const;
  const children = [
    Bun.spawn(
      [
        ...[DNS ?? "", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", ""],
        ...["-dns01", `127.0.0.1:${dns}`, "-management", `127.0.0.1:${freePort()}`, ...listeners],
      ],
      silent,
    ),
    Bun.spawn([PEBBLE ?? "", "-config", config, "-dnsserver", `127.0.0.1:${dns}`], {
      ...silent,
      env: { ...process.env, PEBBLE_VA_NOSLEEP: "1" },
    }),
  ];
  const url = `https://localhost:${port}/dir`;
  await answering(url, cert);
  return {
    directory: url,
    ca,
    httpPort,
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(children.map((child) => child.exited));
    },
  };
}

async function answering(url: string, ca: string): Promise<void> {
  for (let last: unknown, end = Date.now() + 10_000; ; ) {
    try {
      await fetch(url, { tls: { ca } });
      return;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw last;
    await Bun.sleep(10);
  }
}
