/** The user who is signed in. The browser keeps the session in a cookie that no script can read; the server keeps nothing. */
import { signal } from "@preact/signals";
import { api, forgetAnswers, onSignedOut, SESSION_URL, send } from "./api.ts";
import { machines } from "./data/machines.ts";
import { me as liveMe } from "./data/me.ts";
import { forgetAll } from "./live.ts";
import type { Machine, Me } from "./model.ts";
import { type ApiError, asApiError, problemOf } from "./problem.ts";
import { BASE, site } from "./site.ts";
import { store, stored } from "./store.ts";

export type SessionState =
  /** It is being asked. */
  | { readonly is: "starting" }
  /** The server or the cloud does not answer. */
  | { readonly is: "down"; readonly error: ApiError }
  | { readonly is: "out" }
  | {
      readonly is: "in";
      readonly me: Me;
      /** Undefined where a certificate names the user. */
      readonly expires: Date | undefined;
      readonly shared: boolean;
      /** Whether it has come to its end meanwhile. */
      readonly ended: boolean;
    };

export const session = signal<SessionState>({ is: "starting" });

/** Other tabs of the browser have the same cookie. */
const tabs = new BroadcastChannel(`occi-session ${BASE}`);
/** Stored when the user has signed out of a certificate. */
const SIGNED_OUT = `signed-out ${BASE}`;

interface SessionDocument {
  readonly user: string | null;
  readonly expiresAt: string | null;
  readonly shared: boolean;
}

function setSignedIn(me: Me, { expiresAt, shared }: Pick<SessionDocument, "expiresAt" | "shared">): void {
  const expires = expiresAt === null ? undefined : new Date(expiresAt);
  const before = session.value;
  if (before.is === "in" && before.me.id !== me.id) forgetEverything();
  store(SIGNED_OUT, undefined);
  liveMe.take(me);
  session.value = { is: "in", me, expires, shared, ended: false };
}

function forgetEverything(): void {
  forgetAnswers();
  forgetAll();
}

/** A token that was just made may be unknown to another server of the cloud for a moment. Milliseconds. */
const YOUNG_MS = 3_000;
let signedInAt = 0;

onSignedOut.run = () => {
  if (Date.now() - signedInAt < YOUNG_MS) return;
  const now = session.value;
  if (now.is === "in") session.value = { ...now, ended: true };
};

/** Finds out who is signed in: by the cookie, or by a certificate. */
export async function start(): Promise<void> {
  try {
    const response = await send(SESSION_URL, { method: "GET" });
    if (!response.ok) throw await problemOf(response);
    const document = (await response.json()) as SessionDocument;
    const byCertificate = site.certificates && stored(SIGNED_OUT) === undefined;
    if (document.user === null && !byCertificate) {
      session.value = { is: "out" };
      return;
    }
    setSignedIn(await api("get", "/me"), document);
  } catch (thrown) {
    const error = asApiError(thrown);
    session.value = error.status === 401 ? { is: "out" } : { is: "down", error };
  }
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** The code of the second factor. */
  readonly code?: string;
  /** Ends the login token that expires first where the cloud keeps no more of them. */
  readonly endFirst?: boolean;
}

/** Signs in. @throws ApiError. */
export async function signIn(credentials: Credentials): Promise<void> {
  const response = await send(SESSION_URL, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(credentials),
  });
  if (!response.ok) throw await problemOf(response);
  const document = (await response.json()) as SessionDocument & {
    readonly me: Me;
    readonly machines: { readonly items: readonly Machine[] } | null;
  };
  signedInAt = Date.now();
  setSignedIn(document.me, document);
  if (document.machines !== null) machines.take(document.machines.items);
  tabs.postMessage("in");
}

/** Signs in by the certificate of the browser. @throws ApiError. */
export async function signInByCertificate(): Promise<void> {
  setSignedIn(await api("get", "/me"), { expiresAt: null, shared: false });
  tabs.postMessage("in");
}

/** Signs out. @param everywhere ends all login tokens of the user. @throws ApiError. */
export async function signOut(everywhere = false): Promise<void> {
  const response = await send(`${SESSION_URL}${everywhere ? "?everywhere=true" : ""}`, { method: "DELETE" });
  if (!response.ok) throw await problemOf(response);
  setSignedOut();
  tabs.postMessage("out");
}

function setSignedOut(): void {
  store(SIGNED_OUT, "yes");
  session.value = { is: "out" };
  forgetEverything();
}

tabs.onmessage = ({ data }) => {
  if (data === "out") setSignedOut();
  // Another tab may have signed in as somebody else.
  else void start();
};
