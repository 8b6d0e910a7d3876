/** How the same is done with curl and occi-compute. */
import type { MachineAction } from "../../model.ts";

/** The actions as commands of occi-compute. */
const COMMANDS: Readonly<Record<MachineAction, string>> = {
  start: "resume",
  stop: "poweroff",
  reboot: "reboot",
  suspend: "suspend",
  hibernate: "stop",
  undeploy: "undeploy",
  hold: "hold",
  release: "release",
  recover: "restart",
  delete: "delete",
};

/** One word for a shell. */
export function quoted(word: string): string {
  return /^[\w./:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export interface Server {
  /** Where the server is, with the path below which browsers see it. */
  readonly url: string;
  /** Where the JSON API is. */
  readonly api: string;
  readonly user: string;
}

export interface Command {
  /** "show", or the action. */
  readonly what: "show" | MachineAction;
  readonly curl: string;
  readonly client: string;
}

/** Commands for what is possible now. */
export function commandsOf(id: number, actions: readonly MachineAction[], { url, api, user }: Server): Command[] {
  const client = (command: string): string =>
    `occi-compute ${command} ${id} --url ${quoted(url)} --username ${quoted(user)}`;
  const curl = (more: string, path = ""): string =>
    `curl -u ${quoted(user)} ${more}${quoted(`${api}/machines/${id}${path}`)}`;
  const ofAction = (action: MachineAction): string =>
    action === "delete"
      ? curl("-X DELETE ")
      : curl("-H 'Content-Type: application/json' -d '{}' ", `/actions/${action}`);
  return [
    { what: "show", curl: curl(""), client: client("show") },
    ...actions.map((action) => ({ what: action, curl: ofAction(action), client: client(COMMANDS[action]) })),
  ];
}
