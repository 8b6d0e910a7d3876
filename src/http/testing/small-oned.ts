/**
 * An oned for tests of the front door: it knows three users and one object of each kind, answers at once, and fails
 * where a test says so. What it was asked is kept.
 */
import { answerError } from "../../opennebula/answer-error.ts";
import type { OnedConnection, Parameter, PoolAnswer } from "../../opennebula/client.ts";

/** Name and password of those whom it knows. */
export const PASSWORDS = { oneadmin: "opennebula", alice: "alicepass", bob: "bobpass" } as const;
export type UserName = keyof typeof PASSWORDS;
const UIDS: Record<UserName, number> = { oneadmin: 0, alice: 2, bob: 3 };

/** Ids of what there is. */
export const IDS = { compute: 7, network: 5, storage: 3 } as const;

const OWNER = "<UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME>";
const PERMISSIONS = "<PERMISSIONS><GROUP_U>0</GROUP_U><OTHER_U>0</OTHER_U></PERMISSIONS>";

/** The documents by kind of object. */
const DOCUMENTS = {
  vm:
    `<VM><ID>7</ID>${OWNER}<NAME>web &amp; more</NAME>${PERMISSIONS}<STATE>3</STATE><LCM_STATE>3</LCM_STATE><TEMPLATE>` +
    "<CPU>1</CPU><MEMORY>512</MEMORY><DISK><DISK_ID>0</DISK_ID><IMAGE_ID>3</IMAGE_ID><IMAGE>ttylinux</IMAGE>" +
    "<TARGET>vda</TARGET><TYPE>FILE</TYPE></DISK><NIC><NIC_ID>0</NIC_ID><NETWORK_ID>5</NETWORK_ID>" +
    "<NETWORK>lan</NETWORK><IP>10.0.0.1</IP><MAC>02:00:0a:00:00:01</MAC></NIC></TEMPLATE>" +
    "<USER_TEMPLATE><INSTANCE_TYPE>small</INSTANCE_TYPE></USER_TEMPLATE></VM>",
  vn:
    `<VNET><ID>5</ID>${OWNER}<NAME>lan</NAME>${PERMISSIONS}<STATE>1</STATE><USED_LEASES>1</USED_LEASES>` +
    "<TEMPLATE></TEMPLATE><AR_POOL><AR><AR_ID>0</AR_ID><IP>10.0.0.1</IP><SIZE>254</SIZE></AR></AR_POOL></VNET>",
  image:
    `<IMAGE><ID>3</ID>${OWNER}<NAME>ttylinux</NAME>${PERMISSIONS}<TYPE>0</TYPE><PERSISTENT>0</PERSISTENT>` +
    "<SIZE>40</SIZE><STATE>1</STATE><TEMPLATE></TEMPLATE></IMAGE>",
} as const;
const TITLES = { vm: "virtual machine", vn: "virtual network", image: "image", user: "user" } as const;
const FOUND: Record<keyof typeof DOCUMENTS, number> = { vm: IDS.compute, vn: IDS.network, image: IDS.storage };

function userDocument(name: UserName): string {
  const quotas = "<DATASTORE_QUOTA></DATASTORE_QUOTA><NETWORK_QUOTA></NETWORK_QUOTA><VM_QUOTA></VM_QUOTA>";
  return (
    `<USER><ID>${UIDS[name]}</ID><GID>1</GID><GNAME>users</GNAME><NAME>${name}</NAME>` +
    `${quotas}<IMAGE_QUOTA></IMAGE_QUOTA></USER>`
  );
}

export class SmallOned implements OnedConnection {
  /** `user method parameter ...` of each call. */
  calls: string[] = [];
  /** Thrown by calls unless it is undefined. */
  failure: unknown;
  /** How many calls succeed before `failure` is thrown, by that call alone; undefined: all of them throw it. */
  failsAt: number | undefined;
  /** Whether nobody may wait any more. */
  full = false;

  reset(): void {
    this.calls = [];
    this.failure = undefined;
    this.failsAt = undefined;
    this.full = false;
  }

  isFullFor(): boolean {
    return this.full;
  }

  async read(session: string, method: string, ...parameters: Parameter[]): Promise<string> {
    return this.#document(this.#enter(session, method, parameters), method, Number(parameters[0]));
  }

  async readMany(): Promise<readonly PoolAnswer[]> {
    throw new Error("several at once are not scripted");
  }

  async readPool(session: string, method: string, ...parameters: Parameter[]): Promise<PoolAnswer> {
    const user = this.#enter(session, method, parameters);
    const kind = method.replace(/^one\.(\w+)pool\..*$/, "$1");
    const one = kind === "user" ? userDocument(user) : DOCUMENTS[kind as keyof typeof DOCUMENTS];
    const root = { vm: "VM_POOL", vn: "VNET_POOL", image: "IMAGE_POOL", user: "USER_POOL" }[kind];
    if (one === undefined || root === undefined) throw new Error(`no ${method} here`);
    const id = Number(/<ID>(\d+)/.exec(one)?.[1]);
    const [, from = -1, to = -1] = parameters.map(Number);
    const within = from < 0 || (id >= from && id <= to);
    const encoded = `<${root}>${within ? one : ""}</${root}>`
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;");
    return { encoded: Buffer.from(encoded), release: () => {} };
  }

  async change(session: string, method: string, ...parameters: Parameter[]): Promise<string | number> {
    const user = this.#enter(session, method, parameters);
    const kind = method.split(".")[1] as keyof typeof TITLES;
    if (method === "one.user.login") return "f".repeat(64);
    if (/\.(allocate|clone|reserve)$/.test(method)) return FOUND[kind as keyof typeof FOUND];
    const id = parameters.find((parameter) => typeof parameter === "number");
    this.#document(user, `one.${kind}.info`, Number(id));
    return Number(id);
  }

  #enter(session: string, method: string, parameters: readonly Parameter[]): UserName {
    const user = session.slice(0, session.indexOf(":"));
    this.calls.push([user, method, ...parameters].join(" "));
    const fails = this.failsAt === undefined || this.failsAt === this.calls.length - 1;
    if (this.failure !== undefined && fails) throw this.failure;
    const known = Object.hasOwn(PASSWORDS, user) ? (user as UserName) : undefined;
    if (known === undefined || session !== `${known}:${PASSWORDS[known]}`) {
      throw answerError(0x100, `[${method}] User couldn't be authenticated, aborting call.`);
    }
    return known;
  }

  #document(user: UserName, method: string, id: number): string {
    const kind = method.split(".")[1] as keyof typeof TITLES;
    if (kind === "user" && (id === -1 || id === UIDS[user])) return userDocument(user);
    if (kind !== "user" && FOUND[kind] === id) return DOCUMENTS[kind];
    throw answerError(0x400, `[${method}] Error getting ${TITLES[kind]} [${id}].`);
  }
}
