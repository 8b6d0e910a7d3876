/** The remedy for each error, for the manual: Markdown, one paragraph each. */
import type { ErrorCode } from "../../src/errors.ts";

export const REMEDIES: Readonly<Record<ErrorCode, string>> = {
  INVALID_XML:
    "Correct the body where the message says. It must be well-formed XML without a DOCTYPE: [OpenNebula's XML](opennebula-xml.md#requests).",
  INVALID_REQUEST:
    "Correct the field that the message names. The fields are listed in [OpenNebula's XML](opennebula-xml.md#requests), in [OCCI 1.2](ogf.md#attributes) and in the [JSON API](api.md#documents-of-requests).",
  INVALID_CHARACTER:
    "Remove the character from the field. A script goes into START_SCRIPT or USERDATA, which carry any text: [OpenNebula's XML](opennebula-xml.md#requests).",
  BAD_CREDENTIALS:
    "Check the user name and the password; if you log in with a token, check with `occi-user token list` that it has not expired. The clients of OpenNebula 2.0 to 4.6 send a hash of the password, which OpenNebula no longer accepts: [moving over](moving-over.md#what-to-do).",
  SECOND_FACTOR:
    "Send the six digits that the authenticator app currently shows, as `code`: [second factor](certificates-and-logins.md#second-factor).",
  FORBIDDEN:
    "If the message says that the action is not supported, use one of those that the hint lists. Otherwise ask the owner of the resource or the administrator for the right: [rights that users need](getting-started.md#rights-that-users-need).",
  STATE_NOT_ALLOWED:
    "Bring the machine into one of the states that the hint names, then repeat the request: [states of a machine](opennebula-xml.md#states-of-a-machine). This server refuses it by the rules of the interface, before OpenNebula is asked; [WRONG_STATE](#wrong_state) is OpenNebula's own refusal.",
  QUOTA_EXCEEDED:
    "Delete resources that you do not need, or ask the administrator for a larger quota. `occi-user show` shows your quotas and their usage.",
  RESTRICTED_ATTRIBUTE:
    "Leave the attribute out. An administrator can set it in the VM template or the network that you use: [restricted attributes](ogf.md#attributes).",
  CROSS_ORIGIN:
    "If the page is one of yours, ask the administrator to add its origin to CORS_ORIGINS: [foreign web pages](running.md#foreign-web-pages).",
  HOST_NOT_ALLOWED:
    "Use the server's own name (SERVER), or ask the administrator to add the other name to ALLOWED_HOSTS. A proxy in front must pass Host on, or send X-Forwarded-Host: [foreign web pages](running.md#foreign-web-pages).",
  TLS_REQUIRED:
    "Use https. The administrator can set SSL for TLS in the server itself, or SSL_SERVER if a proxy in front provides TLS.",
  NOT_FOUND:
    "Check the path and the id. The list of the collection shows the resources that exist: `occi-compute list`.",
  METHOD_NOT_ALLOWED: "Use one of the methods in the header `Allow`.",
  NOT_ACCEPTABLE:
    "Ask for one of the types that the message names, or send no `Accept`: [media types](ogf.md#which-language-answers).",
  UPLOAD_STALLED:
    "Repeat the request over a faster connection. The administrator can change the lowest rate, BODY_RATE, and the longest times, BODY_TIMEOUT and UPLOAD_TIMEOUT.",
  NAME_TAKEN: "Choose another name, or rename or delete the resource that has it.",
  WRONG_STATE:
    "Wait until the state has changed, then repeat the request. `Retry-After` in the answer means that the state will change by itself. This code is OpenNebula's own refusal; [STATE_NOT_ALLOWED](#state_not_allowed) is a refusal by this server.",
  IN_USE: "Detach the resource from the machines that use it, or delete them, then repeat the request.",
  NO_FREE_LEASE: "Request another address, leave the address out, or use another network.",
  DRIVER_REFUSED: "Read OpenNebula's reason in the message. The administrator can find more in OpenNebula's own logs.",
  NO_SCREEN:
    "Remove the obstacle that the message names: start the machine, or ask the administrator to change GRAPHICS in its template: [screens](screen.md#when-a-screen-cannot-be-opened).",
  LOCKED:
    "If OpenNebula is copying the resource, wait until it is READY. Otherwise its owner or an administrator has locked it, and can unlock it in OpenNebula.",
  TOO_LARGE:
    "Send less: the message names the limit. The administrator can change BODY_LIMIT and UPLOAD_LIMIT; the other limits are [fixed](running.md#large-bodies).",
  UNSUPPORTED_MEDIA_TYPE:
    "Name the type of the body in `Content-Type`: `application/xml` for [OpenNebula's XML](opennebula-xml.md), `application/json` for the [JSON API](api.md#rules), otherwise one of those of [OCCI 1.2](ogf.md#which-language-answers).",
  IDEMPOTENCY_KEY_REUSED:
    "Use a new key for each resource that you create, and the same key only to repeat the same request: [creating once](api.md#creating-once).",
  LOGIN_DELAYED:
    "Wait for as many seconds as `Retry-After` says, then log in with the right password. Look for a script that still uses an old one: [wrong passwords](running.md#wrong-passwords).",
  CLIENT_GONE: "No action is needed. Many such lines mean that clients, or a proxy in front, give up early.",
  INTERNAL:
    "Give the request id to the administrator, who finds the reason in the log. Please report the fault, which is one of this program.",
  ONED_FAILED:
    "Give the request id to the administrator: the log has OpenNebula's own message under it, and oned.log might have more.",
  NOT_SUPPORTED:
    "Use another way; the manual lists what OpenNebula cannot do: [OCCI 1.2](ogf.md#how-much-of-the-standard).",
  ONED_DAMAGED_ANSWER:
    "The administrator checks with `occi-server doctor` that ONE_XMLRPC leads to oned, and that no proxy between them changes the answers.",
  HOST_FAILED:
    "The administrator checks that this server can reach the host at the ports of VNC, and that GRAPHICS has LISTEN=0.0.0.0; `occi-server doctor` tries it: [screens](screen.md#when-a-screen-cannot-be-opened).",
  ONED_UNREACHABLE:
    "Repeat the request after as many seconds as `Retry-After` says. The administrator finds the cause with `occi-server doctor`.",
  ONED_READ_ONLY:
    "Repeat the request after as many seconds as `Retry-After` says: an election takes about five. If it lasts longer, `occi-server doctor` shows the administrator which server leads: [several oneds](running.md#several-oneds).",
  OVERLOADED:
    "Repeat the request after as many seconds as `Retry-After` says, and send fewer at a time. The administrator can change REQUESTS_PER_USER and REQUESTS_WAITING: [users share oned](running.md#users-share-oned).",
  ONED_TIMEOUT: "Repeat the request: nothing was changed. The administrator can change the time limit, ONE_TIMEOUT.",
  OUTCOME_UNKNOWN:
    "List the collection, or show the resource, to see whether the change was made. Repeat the request only if it was not.",
  DISK_FULL: "Repeat the upload later. The administrator must free space on the disk of IMAGE_DIR.",
  SETUP_FAULT:
    "The message names each fault. `occi-server check` lists all faults of the configuration; `occi-server doctor` checks what the server depends on.",
  USAGE: "The message says what is wrong. `--help` describes each command.",
  NO_CREDENTIALS:
    "Write `user:password` into `~/.one/one_auth`, or use one of the other ways: [clients](clients.md#user-server-and-output).",
  SERVER_UNREACHABLE: "Check the address in `--url`, OCCI_URL or the profile: the message says which one was used.",
  CERTIFICATE_UNTRUSTED:
    "Compare the fingerprint in the message with the one that the administrator gives you, then name the certificate with `--cacert`: [certificates](certificates-and-logins.md#a-self-signed-certificate).",
  REFUSED: "Read the server's own words in the message. `--debug` shows the whole answer.",
  SERVER_TOO_OLD: "Use a newer server: the message says what this one supports.",
  FILE_FAULT: "Check the name, permissions and content of the file that the message names.",
  AMBIGUOUS_NAME: "Use one of the ids that the message lists.",
  WAIT_FAILED: "The message has OpenNebula's reason. Show the resource to see its state.",
  WAIT_TIMED_OUT:
    "Show the resource to see whether it has reached the state since, or allow more time with `--timeout`.",
  INTERRUPTED: "Show the resources whose ids were printed: the server does not undo work that it has begun.",
};
