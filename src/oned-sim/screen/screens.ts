/** The VNC servers of the stand-in's machines: a port of loopback for each, as on a host. */
import type { Socket, TCPSocketListener } from "bun";
import { type Area, Picture } from "./picture.ts";
import { Session } from "./session.ts";

/** Between two pictures, milliseconds. */
const MOVES_EVERY = 100;
/** More machines than that share the ports of nothing: there is a limit to what a program may open. */
const MOST = 500;

interface Connected {
  readonly session: Session;
  /** The bytes that the kernel has not accepted yet. */
  waiting: Buffer;
}

class MachineScreen {
  readonly picture: Picture;
  readonly #listener: TCPSocketListener<Connected>;
  readonly #sockets = new Set<Socket<Connected>>();
  #timer: Timer | undefined;

  constructor(name: string, password: string | undefined) {
    this.picture = new Picture(name);
    const drop = (socket: Socket<Connected>): void => {
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) clearInterval(this.#timer);
    };
    this.#listener = Bun.listen<Connected>({
      hostname: "127.0.0.1",
      port: 0,
      socket: {
        open: (socket) => {
          const connected = { waiting: Buffer.alloc(0) } as { session?: Session; waiting: Buffer };
          socket.data = connected as Connected;
          connected.session = new Session({
            picture: this.picture,
            name,
            password,
            send: (bytes) => send(socket, bytes),
            end: () => void socket.end(),
            changed: (area) => this.#changed(area),
          });
          this.#sockets.add(socket);
          if (this.#sockets.size === 1)
            this.#timer = setInterval(() => this.#changed(this.picture.move()), MOVES_EVERY);
        },
        data: (socket, bytes) => socket.data.session.received(bytes),
        drain: (socket) => send(socket, new Uint8Array()),
        close: drop,
        error: drop,
      },
    });
  }

  get port(): number {
    return this.#listener.port;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#listener.stop(true);
  }

  #changed(area: Area): void {
    for (const { data } of this.#sockets) data.session.changed(area);
  }
}

function send(socket: Socket<Connected>, bytes: Uint8Array): void {
  const all = socket.data.waiting.length === 0 ? bytes : Buffer.concat([socket.data.waiting, bytes]);
  const taken = Math.max(0, socket.write(all));
  socket.data.waiting = Buffer.from(all.subarray(taken));
}

export class MachineScreens {
  readonly #byMachine = new Map<number, MachineScreen>();

  /** The port of a machine's screen; undefined where there are too many. */
  portOf(id: number, name: string, password: string | undefined): number | undefined {
    const known = this.#byMachine.get(id);
    if (known !== undefined) return known.port;
    if (this.#byMachine.size >= MOST) return undefined;
    const made = new MachineScreen(name, password);
    this.#byMachine.set(id, made);
    return made.port;
  }

  /** The text on the screen of a machine. */
  textOf(id: number): string {
    return this.#byMachine.get(id)?.picture.text ?? "";
  }

  stop(): void {
    for (const screen of this.#byMachine.values()) screen.stop();
    this.#byMachine.clear();
  }
}
