/** Users of OpenNebula's driver `x509`: their password is the subject of their certificate, or several. */
import { OcciError } from "../errors.ts";
import { readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { members } from "./pool.ts";
import { isDamage } from "./read-around.ts";
import { wholeNumber } from "./record-parts.ts";
import { memberIds } from "./user.ts";

export interface X509User {
  readonly id: number;
  readonly name: string;
  readonly subjects: readonly string[];
}

/** Undefined for users of other drivers, and for those who are disabled: oned lets a server act for them. */
function x509User(record: XmlRecord): X509User | undefined {
  if (text(record, "AUTH_DRIVER") !== "x509" || text(record, "ENABLED") !== "1") return undefined;
  const subjects = (text(record, "PASSWORD") ?? "").split("|").filter((subject) => subject !== "");
  return { id: wholeNumber(record, "ID"), name: text(record, "NAME") ?? "", subjects };
}

/**
 * All that an administrator's session shows. Users whom oned cannot send are left out: one must not be able to keep the
 * others from logging in.
 */
export async function x509Users(oned: OnedClient, session: Session): Promise<X509User[]> {
  const found: X509User[] = [];
  const keep = (users: readonly (X509User | undefined)[]): void => {
    for (const user of users) if (user !== undefined) found.push(user);
  };
  try {
    const answer = await oned.readPool(session, "one.userpool.info");
    const siblings = ["QUOTAS", "DEFAULT_USER_QUOTAS"];
    const batches = members(answer, "USER_POOL", "USER", x509User, { siblings, onFault: () => {} });
    for await (const users of batches) keep(users);
    return found;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  found.length = 0;
  for (const id of await memberIds(oned, session)) keep([await readableUser(oned, session, id)]);
  return found;
}

async function readableUser(oned: OnedClient, session: Session, id: number): Promise<X509User | undefined> {
  try {
    return await x509UserById(oned, session, id);
  } catch (error) {
    if (isDamage(error) || (error instanceof OcciError && error.code === "NOT_FOUND")) return undefined;
    throw error;
  }
}

/** One of them, as it is now. */
export async function x509UserById(oned: OnedClient, session: Session, id: number): Promise<X509User | undefined> {
  return x509User(readRecord(await oned.read(session, "one.user.info", id), "USER"));
}
