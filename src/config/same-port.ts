/** Listeners of one configuration that would take each other's port: the second would find it in use at a start. */
import type { Config } from "./config.ts";

type ListenerOption = "PORT" | "ADMIN" | "ACME_HTTP_PORT";

interface Listener {
  readonly option: ListenerOption;
  readonly host: string;
  readonly port: number;
}

export interface SamePort {
  readonly options: readonly [ListenerOption, ListenerOption];
  readonly port: number;
}

/** Each pair of listeners with the same port on addresses that overlap. */
export function samePorts(config: Config): readonly SamePort[] {
  const { admin, host, port, ssl, acmeWebroot, acmeHttpPort } = config;
  const listeners: readonly Listener[] = [
    { option: "PORT", host, port },
    ...(admin !== undefined && "host" in admin ? [{ option: "ADMIN", ...admin } as const] : []),
    ...(ssl === "acme" && acmeWebroot === undefined
      ? [{ option: "ACME_HTTP_PORT", host, port: acmeHttpPort } as const]
      : []),
  ];
  return listeners.flatMap((one, index) =>
    listeners
      .slice(index + 1)
      .filter((other) => other.port === one.port && overlap(one.host, other.host))
      .map((other) => ({ options: [one.option, other.option] as const, port: one.port })),
  );
}

/** `::` takes IPv4 as well. A name other than localhost may be any address: only the start can know it. */
function overlap(one: string, other: string): boolean {
  const [a, b] = [addressesOf(one), addressesOf(other)];
  if (a.includes("::") || b.includes("::")) return true;
  const any = (addresses: readonly string[]) => addresses.includes("0.0.0.0");
  const four = (addresses: readonly string[]) => addresses.some((address) => address.includes("."));
  return a.some((address) => b.includes(address)) || (any(a) && four(b)) || (any(b) && four(a));
}

function addressesOf(host: string): readonly string[] {
  const name = host.toLowerCase().replace(/\.$/, "");
  return name === "localhost" ? ["127.0.0.1", "::1"] : [name.replace(/^::ffff:(?=[\d.]+$)/, "")];
}
