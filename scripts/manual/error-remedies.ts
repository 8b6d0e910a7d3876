/** What a reader can do about each error, for the manual: Markdown, one paragraph each. */
import type { ErrorCode } from "../../src/errors.ts";

export const REMEDIES: Readonly<Record<ErrorCode, string>> = {
  INVALID_XML:
    "Correct the body where the message says. It must be well-formed XML without a DOCTYPE: [OpenNebula's XML](opennebula-xml.md#requests).",
  INVALID_REQUEST:
    "Correct the field that the message names. The fields are listed in [OpenNebula's XML](opennebula-xml.md#requests) and in [OCCI 1.2](ogf.md#attributes).",
  INVALID_CHARACTER:
    "Leave the character out of the field. A script goes into START_SCRIPT or USERDATA, which carry any text: [OpenNebula's XML](opennebula-xml.md#requests).",
  BAD_CREDENTIALS:
    "Check the user name and the password; if you log in with a token, check with `occi-user token list` that it has not expired. The clients of OpenNebula 2.0 to 4.6 send a hash of the password, which OpenNebula does not accept any more: [moving over](moving-over.md#what-to-do).",
  SECOND_FACTOR:
    "Send the six digits that the app for second factors shows now, as `code`: [second factor](certificates-and-logins.md#second-factor).",
  FORBIDDEN:
    "Ask the owner of the resource or the administrator for the right: [rights that users need](getting-started.md#rights-that-users-need).",
  STATE_NOT_ALLOWED:
    "Bring the machine into one of the states that the hint names, then repeat the request: [states of a machine](opennebula-xml.md#states-of-a-machine). This server refuses it by the rules of the interface, before OpenNebula is asked; [WRONG_STATE](#wrong_state) is OpenNebula's own refusal.",
  QUOTA_EXCEEDED:
    "Delete what you do not need, or ask the administrator for a larger quota. `occi-user show` shows your quotas and what is used.",
  RESTRICTED_ATTRIBUTE:
    "Leave the attribute out. An administrator can set it in the VM template or the network that you use: [restricted attributes](ogf.md#attributes).",
  CROSS_ORIGIN:
    "If the page is one of yours, the administrator adds its origin to CORS_ORIGINS: [foreign web pages](running.md#foreign-web-pages).",
  HOST_NOT_ALLOWED:
    "Call the server by its name, SERVER, or let the administrator add the other name to ALLOWED_HOSTS. A proxy in front must pass Host on, or send X-Forwarded-Host: [foreign web pages](running.md#foreign-web-pages).",
  TLS_REQUIRED:
    "Call the server by https. The administrator sets SSL for TLS of the server itself, or SSL_SERVER where a proxy in front has it.",
  NOT_FOUND: "Check the path and the id. The list of the collection shows what there is: `occi-compute list`.",
  METHOD_NOT_ALLOWED: "Use one of the methods in the header `Allow`.",
  NOT_ACCEPTABLE:
    "Ask for one of the types that the message names, or send no `Accept`: [media types](ogf.md#which-language-answers).",
  UPLOAD_STALLED:
    "Repeat the request over a faster connection. The administrator sets the lowest rate in BODY_RATE, and the longest time in BODY_TIMEOUT and UPLOAD_TIMEOUT.",
  NAME_TAKEN: "Choose another name, or rename or delete the resource that has it.",
  WRONG_STATE:
    "Wait until the state has changed, then repeat the request. `Retry-After` in the answer means that the state passes by itself. OpenNebula itself refuses it; [STATE_NOT_ALLOWED](#state_not_allowed) is a refusal of this server.",
  IN_USE: "Detach the resource from the machines that use it, or delete them, then repeat the request.",
  NO_FREE_LEASE: "Ask for another address, leave the address out, or use another network.",
  DRIVER_REFUSED: "Read OpenNebula's reason in the message. The administrator finds more in OpenNebula's own logs.",
  NO_SCREEN:
    "Remove the obstacle that the message names: start the machine, or let the administrator change GRAPHICS in its template: [screens](screen.md#when-a-screen-cannot-be-opened).",
  LOCKED:
    "If OpenNebula is copying the resource, wait until it is READY. Else its owner or an administrator has locked it, and can unlock it in OpenNebula.",
  TOO_LARGE:
    "Send less: the message names the limit. The administrator sets BODY_LIMIT and UPLOAD_LIMIT; the other limits are [fixed](running.md#large-bodies).",
  UNSUPPORTED_MEDIA_TYPE:
    "Name the type of the body in `Content-Type`: `application/xml` for [OpenNebula's XML](opennebula-xml.md), else one of [OCCI 1.2](ogf.md#which-language-answers).",
  IDEMPOTENCY_KEY_REUSED:
    "Use a new key for each thing that you create, and the same key only to repeat the same request: [creating once](api.md#creating-once).",
  LOGIN_DELAYED:
    "Wait for as many seconds as `Retry-After` says, then log in with the right password. Look for a script that still uses an old one: [wrong passwords](running.md#wrong-passwords).",
  CLIENT_GONE: "You need not do anything. Many such lines mean that clients, or a proxy in front, give up early.",
  INTERNAL:
    "Give the request id to the administrator, who finds the reason in the log. Please report it: it is a fault of this program.",
  ONED_FAILED:
    "Give the request id to the administrator: the log has OpenNebula's own words under it, and so may oned.log.",
  NOT_SUPPORTED:
    "Use another way: what OpenNebula cannot do is listed under [OCCI 1.2](ogf.md#how-much-of-the-standard).",
  ONED_DAMAGED_ANSWER:
    "The administrator checks with `occi-server doctor` that ONE_XMLRPC leads to oned, and that no proxy between them changes the answers.",
  HOST_FAILED:
    "The administrator checks that this server can reach the host at the ports of VNC, and that GRAPHICS has LISTEN=0.0.0.0; `occi-server doctor` tries it: [screens](screen.md#when-a-screen-cannot-be-opened).",
  ONED_UNREACHABLE:
    "Repeat the request after as many seconds as `Retry-After` says. The administrator finds the cause with `occi-server doctor`.",
  ONED_READ_ONLY:
    "Repeat the request after as many seconds as `Retry-After` says: an election takes about five. If it lasts, the administrator asks `occi-server doctor` who leads: [several oneds](running.md#several-oneds).",
  OVERLOADED:
    "Repeat the request after as many seconds as `Retry-After` says, and send fewer at a time. The administrator sets REQUESTS_PER_USER and REQUESTS_WAITING: [users share oned](running.md#users-share-oned).",
  ONED_TIMEOUT: "Repeat the request: nothing was changed. The administrator sets the time in ONE_TIMEOUT.",
  OUTCOME_UNKNOWN:
    "List the collection, or show the resource, to see whether the change was made. Repeat the request only if it was not.",
  DISK_FULL: "Repeat the upload later. The administrator makes room on the disk of IMAGE_DIR.",
  SETUP_FAULT:
    "The message names each fault. `occi-server check` lists them all, `occi-server doctor` examines the surroundings.",
  USAGE: "The message says what is wrong. Each command explains itself with `--help`.",
  NO_CREDENTIALS:
    "Write `user:password` into `~/.one/one_auth`, or use one of the other ways: [clients](clients.md#user-server-and-output).",
  SERVER_UNREACHABLE: "Check the address in `--url`, OCCI_URL or the profile: the message says which one was used.",
  CERTIFICATE_UNTRUSTED:
    "Compare the fingerprint in the message with the one that the administrator gives you, then name the certificate with `--cacert`: [certificates](certificates-and-logins.md#a-self-signed-certificate).",
  REFUSED: "Read the server's sentence in the message. `--debug` shows the whole answer.",
  SERVER_TOO_OLD: "Use a server that can do it: the message says what this one can do.",
  FILE_FAULT: "Check the name, the rights and the content of the file that the message names.",
  AMBIGUOUS_NAME: "Use one of the ids that the message lists.",
  WAIT_FAILED: "The message has OpenNebula's reason. Show the resource to see the state that it is in.",
  WAIT_TIMED_OUT: "Show the resource to see whether it has got there meanwhile, or give more time with `--timeout`.",
  INTERRUPTED: "Show the resources whose ids were printed: the server does not undo what it has begun.",
};
