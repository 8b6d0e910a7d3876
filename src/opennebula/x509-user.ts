/** Users of OpenNebula's driver `x509`: their password is the subject of their certificate, or several. */
import { readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { members } from "./pool.ts";
import { wholeNumber } from "./record-parts.ts";

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

/** All that an administrator's session shows. */
export async function x509Users(oned: OnedClient, session: Session): Promise<X509User[]> {
  const answer = await oned.readPool(session, "one.userpool.info");
  const siblings = ["QUOTAS", "DEFAULT_USER_QUOTAS"];
  const found: X509User[] = [];
  for await (const users of members(answer, "USER_POOL", "USER", x509User, { siblings })) {
    for (const user of users) if (user !== undefined) found.push(user);
  }
  return found;
}

/** One of them, as it is now. */
export async function x509UserById(oned: OnedClient, session: Session, id: number): Promise<X509User | undefined> {
  return x509User(readRecord(await oned.read(session, "one.user.info", id), "USER"));
}
