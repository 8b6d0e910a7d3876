/** An oned that answers from a recording of an old server, in the form of oned 6.x. For tests. */
import type {
  RecordedCall,
  RecordedCase,
  Recording,
} from "../../../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import { parseTemplate, type TemplateNode } from "../../../oned-sim/template.ts";
import { answerError } from "../../../opennebula/answer-error.ts";
import type { OnedConnection, Parameter, PoolAnswer, Session } from "../../../opennebula/client.ts";
import { LCM_STATES, VM_STATES } from "../../../opennebula/states.ts";
import type { XmlElement } from "../../../xml/element.ts";
import { encodePayload } from "../../../xml/testing/encode-payload.ts";
import { isRead, KnownObjects, kindOf, type ObjectKind } from "./known-objects.ts";
import { objectOfTemplate, savedImage } from "./new-objects.ts";
import { changedId, doesTheSame, oldMethod } from "./old-action.ts";
import { leaf, type Made, markupOf, textIn, withChildren } from "./upgrade.ts";
import { upgradeError } from "./upgrade-error.ts";

export interface SentCall {
  readonly method: string;
  readonly params: readonly Parameter[];
}

/** States that a machine must have been in when the old oned let an action pass, where the recording did not look. */
const STATE_BEFORE: Readonly<Record<string, { from: readonly string[]; state: string; lcm: string }>> = {
  stop: { from: ["3"], state: "3", lcm: "3" },
  suspend: { from: ["3"], state: "3", lcm: "3" },
  cancel: { from: ["3"], state: "3", lcm: "3" },
  shutdown: { from: ["3"], state: "3", lcm: "3" },
  resume: { from: ["4", "5", "8"], state: "5", lcm: "0" },
};
/** Reasons for which oned 6.x refuses a new object as the old one did. */
const LASTING = /already taken|Cannot get IP\/MAC lease|does not exist/;
const OBJECT_NAMES = { VM: "virtual machine", VNET: "virtual network", IMAGE: "image", USER: "user" } as const;
/** Ids of objects that the recording does not have. */
const FIRST_OWN_ID = 900_000;

/** The user and secret of an Authorization header of any scheme, as the old servers read it. */
export function sessionOf(header: string | undefined): Session | undefined {
  const encoded = header?.split(" ").at(-1);
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
}

/** Sessions with which the old server has answered any request with success. */
function acceptedSessions(recording: Recording): ReadonlySet<Session> {
  const accepted = recording.cases.filter((recorded) => recorded.status >= 200 && recorded.status < 300);
  return new Set(accepted.flatMap(({ headers }) => sessionOf(headers.Authorization) ?? []));
}

function value(template: TemplateNode, name: string, member?: string): string | undefined {
  const found = template.find((attribute) => attribute.name === name)?.value;
  if (found === undefined || typeof found === "string") return member === undefined ? found : undefined;
  return member === undefined ? undefined : found.get(member);
}

export class RecordedOned implements OnedConnection {
  readonly #accepted: ReadonlySet<Session>;
  readonly #known: KnownObjects;
  readonly #cases: readonly RecordedCase[];
  #seq = 0;
  #calls: readonly RecordedCall[] = [];
  #next = 0;
  #ownIds = FIRST_OWN_ID;
  #sent: SentCall[] = [];
  readonly #made = new Set<RecordedCall>();
  /** New names that this case has given to objects. */
  readonly #names = new Map<string, string>();

  constructor(recording: Recording) {
    this.#accepted = acceptedSessions(recording);
    this.#known = new KnownObjects(recording);
    this.#cases = recording.cases;
  }

  /** Answers from this case until `end`. */
  begin(recorded: RecordedCase): void {
    this.#seq = recorded.seq;
    this.#calls = recorded.calls;
    this.#next = 0;
    this.#sent = [];
  }

  /** Takes in what the case tells beyond what was asked. @returns the calls made, and the recorded changes not made. */
  end(): { readonly sent: readonly SentCall[]; readonly missed: readonly string[] } {
    for (const call of this.#calls) this.#known.learn(call);
    this.#names.clear();
    const missed = this.#calls.flatMap((call) =>
      call.method === null || isRead(call.method) || this.#made.has(call) ? [] : [call.method],
    );
    return { sent: this.#sent, missed };
  }

  isFullFor(): boolean {
    return false;
  }

  async read(session: Session, method: string, ...params: Parameter[]): Promise<string> {
    this.#enter(session, method, params);
    const id = Number(params[0]);
    const call = this.#recordedRead(method, id);
    const kind = kindOf(method) as ObjectKind;
    if (call !== undefined) return markupOf(this.#named(kind, id, this.#answer(call, method)));
    if (kind === "USER" && id === -1) return `<USER><ID>0</ID><NAME>${this.#user(session)}</NAME></USER>`;
    return markupOf(this.#named(kind, id, this.#fromKnown(session, method, kind, id)));
  }

  async readMany(): Promise<readonly PoolAnswer[]> {
    throw new Error("several at once are not recorded");
  }

  async readPool(session: Session, method: string, ...params: Parameter[]): Promise<PoolAnswer> {
    this.#enter(session, method, params);
    const call = this.#recordedRead(method);
    const pool = call === undefined ? this.#known.poolFor(method) : this.#answer(call, method);
    return { encoded: encodePayload(markupOf(pool)), release: () => {} };
  }

  async change(session: Session, method: string, ...params: Parameter[]): Promise<string | number> {
    this.#enter(session, method, params);
    const index = this.#calls.findIndex(
      (call, at) =>
        at >= this.#next && call.method !== null && !isRead(call.method) && this.#isThis(call, method, params),
    );
    const call = this.#calls[index];
    if (call === undefined) return this.#unrecorded(session, method, params);
    this.#next = index + 1;
    this.#made.add(call);
    if (call.result?.[0] !== true) return this.#refused(session, call, method, params);
    const id = Number(call.result[1]);
    if (/\.allocate$/.test(method)) this.#noteMade(method, id, String(params[0]));
    if (method === "one.vm.disksaveas") this.#noteSaved(id, params);
    this.#known.learn(call);
    return id;
  }

  #enter(session: Session, method: string, params: readonly Parameter[]): void {
    this.#sent.push({ method, params });
    if (!this.#accepted.has(session)) throw answerError(0x0100, `[${method}] User couldn't be authenticated.`);
  }

  #user(session: Session): string {
    return session.slice(0, session.indexOf(":"));
  }

  #isThis(call: RecordedCall, method: string, params: readonly Parameter[]): boolean {
    return (
      doesTheSame({ method, params }, call) && changedId(call.method ?? "", call.params) === changedId(method, params)
    );
  }

  /** The next recorded reading of this, unless a change stands before it. */
  #recordedRead(method: string, id?: number): RecordedCall | undefined {
    for (let at = this.#next; at < this.#calls.length; at++) {
      const call = this.#calls[at];
      if (call?.method == null || !isRead(call.method)) return undefined;
      if (call.method !== oldMethod(method) || (id !== undefined && Number(call.params[0]) !== id)) continue;
      this.#next = at + 1;
      return call;
    }
    return undefined;
  }

  #answer(call: RecordedCall, method: string): XmlElement {
    const document = this.#known.learn(call);
    if (document !== undefined) return document;
    const { code, message } = upgradeError(method, call, {});
    throw answerError(code, message);
  }

  /** What the old server did not ask, from what is known by now; oned checks that the user may see it. */
  #fromKnown(session: Session, method: string, kind: ObjectKind, id: number): XmlElement {
    if (kind === "VM") this.#inferState(id);
    const known = this.#known.get(kind, id);
    if (known === undefined) throw answerError(0x0400, `[${method}] Error getting ${OBJECT_NAMES[kind]} [${id}].`);
    const user = this.#user(session);
    const shared =
      textIn(
        known.children.find((child) => child.name === "PERMISSIONS"),
        "GROUP_U",
      ) === "1";
    if (user === "oneadmin" || user === textIn(known, "UNAME") || shared) return known;
    throw answerError(0x0200, `[${method}] User [${user}] : Not authorized to perform USE ${kind} [${id}].`);
  }

  /** The state that the next accepted action tells, unless the recording looks at the machine before it. */
  #inferState(id: number): void {
    const ahead = [...this.#calls.slice(this.#next), ...this.#later()];
    for (const { method, params, result } of ahead) {
      if (method === "one.vm.info" && params[0] === id) return;
      const before = STATE_BEFORE[String(params[0])];
      if (method !== "one.vm.action" || params[1] !== id || result?.[0] !== true) continue;
      const state = textIn(this.#known.get("VM", id), "STATE") ?? "";
      if (before === undefined || before.from.includes(state)) return;
      this.#known.change("VM", id, leaf("STATE", before.state), leaf("LCM_STATE", before.lcm));
      return;
    }
  }

  #later(): RecordedCall[] {
    return this.#cases.filter(({ seq }) => seq > this.#seq).flatMap(({ calls }) => calls);
  }

  #noteMade(method: string, id: number, text: string): void {
    const template = parseTemplate(text);
    const made: Made = {
      name: value(template, "NAME"),
      description: value(template, "DESCRIPTION"),
      ip: value(template, "AR", "IP"),
      size: value(template, "AR", "SIZE"),
    };
    this.#known.made(kindOf(method) as ObjectKind, id, made);
  }

  /** Up to 4.6 the image of a saved disk was filled when the machine ended; 6.x copies it at once. */
  #noteSaved(id: number, [vm, , name]: readonly Parameter[]): void {
    const owner = textIn(this.#known.get("VM", String(vm)), "UNAME") ?? "";
    this.#known.set(savedImage(id, owner, String(name)));
  }

  /** Changes that the old server did not ask oned for: allowed, and of no consequence for what follows. */
  #unrecorded(session: Session, method: string, params: readonly Parameter[]): number {
    const kind = kindOf(method) as ObjectKind;
    if (/\.allocate$/.test(method)) return this.#own(session, kind, String(params[0]));
    const id = changedId(method, params) as number;
    if (this.#known.get(kind, id) === undefined) {
      throw answerError(0x0400, `[${method}] Error getting ${OBJECT_NAMES[kind]} [${id}].`);
    }
    const other = this.#calls.find((call) => call.method === oldMethod(method) && !this.#made.has(call));
    if (other !== undefined) throw new Error(`${method} ${JSON.stringify(params)} in the place of ${other.method}`);
    if (/^one\.(vn|image)\.chmod$/.test(method)) this.#known.publish(kind, id, params[4] === 1);
    else if (/\.rename$/.test(method)) this.#rename(session, kind, id, String(params[1]));
    else if (method !== "one.vm.action") throw new Error(`${method} ${JSON.stringify(params)} is not in the recording`);
    return id;
  }

  /** Of the owner; when the case is over the recording goes on with the old name. */
  #rename(session: Session, kind: ObjectKind, id: number, name: string): void {
    const user = this.#user(session);
    if (user !== "oneadmin" && user !== textIn(this.#known.get(kind, id), "UNAME")) {
      throw answerError(0x0200, `[one.rename] User [${user}] : Not authorized to perform MANAGE ${kind} [${id}].`);
    }
    this.#names.set(`${kind} ${id}`, name);
  }

  /** As it is called by now. */
  #named(kind: ObjectKind, id: number, object: XmlElement): XmlElement {
    const name = this.#names.get(`${kind} ${id}`);
    return name === undefined ? object : withChildren(object, leaf("NAME", name));
  }

  #own(session: Session, kind: ObjectKind, text: string): number {
    const id = this.#ownIds++;
    this.#known.set(objectOfTemplate(kind, id, this.#user(session), parseTemplate(text)));
    return id;
  }

  #refused(session: Session, call: RecordedCall, method: string, params: readonly Parameter[]): number {
    const text = String(params[0]);
    const unknown = (kind: ObjectKind, pattern: RegExp) =>
      [...text.matchAll(pattern)].map(([, id = ""]) => id).find((id) => this.#known.get(kind, id) === undefined);
    const { code, message } = upgradeError(method, call, {
      unknownNetwork: unknown("VNET", /NETWORK_ID = "(\d+)"/g),
      unknownImage: unknown("IMAGE", /IMAGE_ID = "(\d+)"/g),
      action: text,
      state: this.#stateName(Number(params[1])),
    });
    // What the old server wrote was at fault, or the old oned could do less: 6.x takes what this server writes.
    const lasting = code !== 0x2000 || LASTING.test(message);
    if (/\.allocate$/.test(method) && !lasting) return this.#own(session, kindOf(method) as ObjectKind, text);
    throw answerError(code, message);
  }

  #stateName(id: number): string {
    const vm = this.#known.get("VM", id);
    const state = VM_STATES[Number(textIn(vm, "STATE"))] ?? "";
    return state === "ACTIVE" ? (LCM_STATES[Number(textIn(vm, "LCM_STATE"))] ?? "") : state;
  }
}
