/** From oned's error answers to ours. Codes: oned/6.10 `RequestManager` ErrorCode; texts as 5.x-7.x word them. */
import { type ErrorCode, OcciError } from "../errors.ts";
import { field, type Sentence, say, type Term } from "../wording.ts";

const AUTHENTICATION = 0x0100;
const AUTHORIZATION = 0x0200;
const NO_EXISTS = 0x0400;
const ACTION = 0x0800;
const LOCKED = 0x8000;
/** XML-RPC faults. */
const FAULT_ENCODING = -500;
const FAULT_NOT_A_CALL = -503;
const FAULT_UNKNOWN_METHOD = -506;

interface Cause {
  readonly match: RegExp;
  readonly code: ErrorCode;
  /** In other words than oned's own. */
  readonly reworded?: (found: RegExpExecArray) => Sentence;
  readonly hint?: string | Sentence;
  readonly retryAfter?: number;
}

/** Why oned refused, by its text; the first match counts. For the codes ACTION, XML_RPC_API, INTERNAL and ALLOCATE. */
const CAUSES: readonly Cause[] = [
  {
    match: /NAME is already taken by ([A-Za-z]+ \d+)/,
    code: "NAME_TAKEN",
    reworded: ([, by = ""]) => say`${field("name")} is already taken by ${{ oned: by }}.`,
    hint: say`${{ advice: "whatNameToGive" }}`,
  },
  { match: /already taken|collides with/i, code: "NAME_TAKEN", hint: say`${{ advice: "whatNameToGive" }}` },
  {
    match: /Cannot get IP\/MAC lease|No free|Not enough free addresses|not part of the address range or in use/i,
    code: "NO_FREE_LEASE",
    hint: "The address is in use or outside the network's ranges, or the network is full.",
  },
  { match: /Invalid NAME|NAME .*cannot be empty|No NAME in template/i, code: "INVALID_REQUEST" },
  { match: /not authorized? to use image/i, code: "FORBIDDEN" },
  { match: /syntax error|Parse error|Error parsing/i, code: "INVALID_REQUEST" },
  { match: /(Image|Virtual network|Datastore) with ID: \d+ does not exist/i, code: "INVALID_REQUEST" },
  { match: /does not own an? (image|network)/i, code: "INVALID_REQUEST" },
  { match: /Error getting (datastore|image|virtual network)/i, code: "INVALID_REQUEST" },
  { match: /image locked|is locked|not in READY state/i, code: "LOCKED" },
  { match: /VMs using it|leases in use|already in use|in use by|it is persistent and|being used/i, code: "IN_USE" },
  {
    match:
      /wrong state|not available for state|in state:? |in current state|has to be (RUNNING|in)|not running in any host|cannot be in state/i,
    code: "WRONG_STATE",
    hint: say`Check ${{ advice: "whereStatesAre" }}: wait until it has changed, or change it first.`,
    retryAfter: 5,
  },
  {
    match: /(NIC|VM|DISK)[^.]* does not exist|is not valid\.?$/i,
    code: "INVALID_REQUEST",
  },
  { match: /Cannot delete the active snapshot|with children|current snapshot/i, code: "IN_USE" },
  { match: /Not enough (memory|CPU|space|disk)|not enough capacity/i, code: "WRONG_STATE", retryAfter: 60 },
  {
    match: /Unknown type|incompatible type|image SIZE|IMAGES of type|can only be allocated in/i,
    code: "INVALID_REQUEST",
  },
  {
    match: /attribute must be|is not a valid integer|has to be greater|not supported$|is mandatory/i,
    code: "INVALID_REQUEST",
  },
  {
    match: /Could not find token/i,
    code: "INVALID_REQUEST",
    hint: "It has been revoked, has expired, or belongs to another user.",
  },
  {
    match: /Cannot create a full token|EGID is not in user group/i,
    code: "FORBIDDEN",
    hint: "Users can make login tokens only for themselves.",
  },
  { match: /No VN_MAD|Wrong (update|recovery)|Incorrect filter/i, code: "ONED_FAILED" },
];

/**
 * Secrets of a request that oned repeats in its answers: a login token, a password within a URL, and what looks like a
 * token or the hash of a password.
 */
const SECRETS: readonly (readonly [secret: RegExp, shown: string])[] = [
  [/(Could not find token)\b.*/is, "$1."],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']*:[^\s/@"']*@/gi, "$1[hidden]@"],
  [/(?<![0-9a-f])[0-9a-f]{40,128}(?![0-9a-f])/gi, "[hidden]"],
];

/** A sentence of oned's without secrets: answers and logs repeat it. */
function withoutSecrets(message: string): string {
  return SECRETS.reduce((redacted, [secret, shown]) => redacted.replace(secret, shown), message);
}

/** oned's wording without the method's name in front and `User [2] : `, and without secrets. */
export function plain(message: string): string {
  return withoutSecrets(message)
    .replace(/^\[[\w.]+\]\s*/, "")
    .replace(/^User \[\d+\]\s*:\s*/, "")
    .trim();
}

/** Updates refuse such an attribute with another code than creations; 7.4 has words of its own for VLANs. */
function restricted(message: string): OcciError | undefined {
  const [, name] =
    /restricted attribute:? (\S+?)\.?$/.exec(message) ??
    /not authorized to use the requested (\S+?)\.?$/.exec(message) ??
    [];
  if (name === undefined) return undefined;
  return new OcciError(
    "RESTRICTED_ATTRIBUTE",
    say`OpenNebula keeps the attribute ${{ attribute: name }} for administrators.`,
  );
}

function authorization(message: string): OcciError {
  const quota = /limit of (\S+) reached for (.+?) quota(?: in (.+?))?\.?$/.exec(message);
  if (quota !== null) {
    const [, limit = "", what = "", where] = quota;
    const shown = (show: "name" | "owner" | "limit", text: string): Term => ({ quota: what, show, text });
    const owner = shown("owner", where ? ` of ${where}` : "");
    return new OcciError(
      "QUOTA_EXCEEDED",
      say`The quota ${shown("name", what)}${owner} would be exceeded: its limit is ${shown("limit", limit)}.`,
      {
        hint: say`${{ advice: "whereQuotasAre" }} Release something, or ask the cloud's administrator for a larger quota.`,
      },
    );
  }
  const code = /must be a positive|attribute must be/.test(message) ? "INVALID_REQUEST" : "FORBIDDEN";
  return new OcciError(code, say`${{ oned: message }}`);
}

function fault(code: number, message: string): OcciError {
  if (code === FAULT_ENCODING) {
    return new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula could not write its answer as XML.", {
      hint: "An object contains a character that OpenNebula cannot send: the administrator must find and rename that object.",
      cause: message,
    });
  }
  if (code === FAULT_NOT_A_CALL) {
    return new OcciError("INVALID_CHARACTER", "OpenNebula could not read the request.", { cause: message });
  }
  if (code === FAULT_UNKNOWN_METHOD) {
    return new OcciError("NOT_SUPPORTED", "This version of OpenNebula cannot do that.", { cause: message });
  }
  return new OcciError("ONED_FAILED", "OpenNebula refused the call.", { cause: message });
}

/**
 * The error for an answer of oned that reports a failure.
 * @param code oned's error code, or a negative XML-RPC fault code.
 * @param message as oned sent it.
 */
export function answerError(code: number, message: string): OcciError {
  if (code < 0) return fault(code, withoutSecrets(message));
  const wording = plain(message);
  const onedMessage = say`${{ oned: wording }}`;
  if (code === AUTHENTICATION) return new OcciError("BAD_CREDENTIALS", "The user name or password is not accepted.");
  const kept = restricted(wording);
  if (kept !== undefined) return kept;
  if (code === AUTHORIZATION) return authorization(wording);
  if (code === LOCKED) return new OcciError("LOCKED", onedMessage);
  if (code === NO_EXISTS && !/\.allocate\] Error getting datastore/.test(message)) {
    return new OcciError("NOT_FOUND", onedMessage);
  }
  const cause = CAUSES.find(({ match }) => match.test(wording));
  if (cause !== undefined) {
    const found = cause.match.exec(wording);
    return new OcciError(cause.code, (found && cause.reworded?.(found)) ?? onedMessage, {
      ...(cause.hint !== undefined && { hint: cause.hint }),
      ...(cause.retryAfter !== undefined && { retryAfter: cause.retryAfter }),
    });
  }
  return new OcciError(code === ACTION ? "WRONG_STATE" : "ONED_FAILED", onedMessage);
}
