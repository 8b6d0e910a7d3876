/** Users by the subject of their certificate, as OpenNebula's own servers find them; the session acts for them. */
import { OcciError } from "../errors.ts";
import type { OnedClient, Session } from "../opennebula/client.ts";
import { type ServerAccount, serverSession } from "../opennebula/server-session.ts";
import { type X509User, x509UserById, x509Users } from "../opennebula/x509-user.ts";

export interface X509Login {
  /**
   * The user of a subject, written as OpenNebula does (`/C=..\20../CN=..`).
   * @throws OcciError BAD_CREDENTIALS when there is none; ONED_* when oned cannot be asked.
   */
  login(subject: string): Promise<{ readonly user: string; readonly session: Session }>;
}

/** oned calls a slow driver once for each new session of a user: the same one is used for a long time. Seconds. */
const SESSION_SECONDS = 24 * 3600;
/** An upload may be long: its session is good for so long at least. */
const LEAST_SECONDS = 12 * 3600;
/** Strangers' certificates must not make us read all users again and again. Milliseconds. */
const REREAD_MS = 5_000;

export interface X509LoginOptions {
  readonly account: ServerAccount;
  readonly oned: OnedClient;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds of a clock that never runs backwards. */
  readonly uptime?: () => number;
}

export function createX509Login(options: X509LoginOptions): X509Login {
  const { account, oned, now = Date.now, uptime = () => performance.now() } = options;
  let bySubject = new Map<string, number>();
  let read = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  let expires = 0;

  function sessionOf(user: string): Session {
    const seconds = Math.floor(now() / 1000);
    if (expires - seconds < LEAST_SECONDS || expires - seconds > SESSION_SECONDS) expires = seconds + SESSION_SECONDS;
    return serverSession(account, user, expires);
  }

  async function readUsers(): Promise<void> {
    const users = await x509Users(oned, sessionOf(account.name));
    // If two users have the same subject, OpenNebula takes the first that oned lists.
    bySubject = new Map(users.flatMap(({ id, subjects }) => subjects.map((one) => [one, id] as const)).reverse());
    read = uptime();
  }

  /** The earlier reading only shows where to look: each login asks oned which user has the subject now. */
  async function known(subject: string): Promise<X509User | undefined> {
    const id = bySubject.get(subject);
    if (id === undefined) return undefined;
    try {
      const user = await x509UserById(oned, sessionOf(account.name), id);
      return user?.subjects.includes(subject) ? user : undefined;
    } catch (error) {
      if (error instanceof OcciError && error.code === "NOT_FOUND") return undefined;
      throw error;
    }
  }

  async function find(subject: string): Promise<X509User | undefined> {
    const user = await known(subject);
    if (user !== undefined || uptime() - read < REREAD_MS) return user;
    reading ??= readUsers().finally(() => {
      reading = undefined;
    });
    await reading;
    return known(subject);
  }

  return {
    async login(subject) {
      let user: X509User | undefined;
      try {
        user = await find(subject);
      } catch (error) {
        throw error instanceof OcciError && error.status === 401 ? ourOwnFault(error) : error;
      }
      if (user === undefined) {
        throw new OcciError("BAD_CREDENTIALS", "No user of OpenNebula has the subject of this certificate.", {
          hint: `The administrator can create one: oneuser create NAME '${subject}' --driver x509.`,
        });
      }
      return { user: user.name, session: sessionOf(user.name) };
    },
  };
}

/** A client can do nothing about it, and must not get the answer that its certificate is wrong. */
function ourOwnFault(cause: OcciError): OcciError {
  return new OcciError("INTERNAL", "OpenNebula does not accept this server's own account.", {
    hint: "The administrator should check ONE_SERVER_AUTH.",
    cause,
  });
}
