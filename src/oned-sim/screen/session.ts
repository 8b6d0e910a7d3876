/** One client of a screen: RFB 3.8 (RFC 6143), Raw encoding, with or without a password. */
import { createCipheriv, randomBytes } from "node:crypto";
import { Keyboard } from "./keys.ts";
import { type Area, HEIGHT, type Picture, WIDTH } from "./picture.ts";
import { formatBytes, formatOf, OWN_FORMAT, type PixelFormat, rectangle } from "./pixels.ts";

export interface SessionOptions {
  readonly picture: Picture;
  readonly name: string;
  readonly password: string | undefined;
  readonly send: (bytes: Uint8Array) => void;
  readonly end: () => void;
  /** The picture has changed: for all clients of the screen. */
  readonly changed: (area: Area) => void;
}

/** Bytes of each message of a client, by its type; those whose length is within them are read for themselves. */
const LENGTHS: Readonly<Record<number, number>> = { 0: 20, 2: 4, 3: 10, 4: 8, 5: 6, 6: 8 };
const [NONE, VNC, TIGHT, VENCRYPT] = [1, 2, 16, 19];
/** As TigerVNC has them, where a password is asked for: what more there is stands before it. */
const WITH_PASSWORD = [VENCRYPT, TIGHT, VNC];
/** The text that was cut on the host: it is sent unasked. */
const CLIPBOARD = Buffer.concat([Buffer.from([3, 0, 0, 0, 0, 0, 0, 3]), Buffer.from("cut")]);
const OK = Buffer.from([0, 0, 0, 0]);

/** DES takes the bits of each byte of the password in the other order (RFC 6143, 7.2.2). */
function answerTo(challenge: Buffer, password: string): Buffer {
  const key = Buffer.alloc(8);
  key.write(password.slice(0, 8), "latin1");
  for (const [index, byte] of key.entries()) {
    key[index] = Number.parseInt(byte.toString(2).padStart(8, "0").split("").reverse().join(""), 2);
  }
  const cipher = createCipheriv("des-ecb", key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(challenge), cipher.final()]);
}

function both(one: Area, other: Area): Area {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}

export class Session {
  readonly #options: SessionOptions;
  readonly #keyboard = new Keyboard();
  readonly #challenge = randomBytes(16);
  #waiting = Buffer.alloc(0);
  /** The readers of the next bytes; each returns how many it has read, 0 when there are too few. */
  #step: (bytes: Buffer) => number;
  #format: PixelFormat = OWN_FORMAT;
  #dirty: Area | undefined;
  #asked = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#step = this.#version;
    options.send(Buffer.from("RFB 003.008\n"));
  }

  received(bytes: Uint8Array): void {
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    for (;;) {
      const read = this.#waiting.length === 0 ? 0 : this.#step(this.#waiting);
      if (read === 0) return;
      this.#waiting = this.#waiting.subarray(read);
    }
  }

  /** A part of the picture is new. */
  changed(area: Area): void {
    this.#dirty = this.#dirty === undefined ? area : both(this.#dirty, area);
    this.#update();
  }

  readonly #version = (bytes: Buffer): number => {
    if (bytes.length < 12) return 0;
    if (bytes.toString("latin1", 0, 12) !== "RFB 003.008\n") this.#options.end();
    const types = this.#options.password === undefined ? [NONE] : WITH_PASSWORD;
    this.#options.send(Buffer.from([types.length, ...types]));
    this.#step = this.#security;
    return 12;
  };

  readonly #security = (bytes: Buffer): number => {
    const { password, send, end } = this.#options;
    if (bytes[0] !== (password === undefined ? NONE : VNC)) end();
    send(password === undefined ? OK : this.#challenge);
    this.#step = password === undefined ? this.#init : this.#password;
    return 1;
  };

  readonly #password = (bytes: Buffer): number => {
    if (bytes.length < 16) return 0;
    const { password = "", send, end } = this.#options;
    if (bytes.subarray(0, 16).equals(answerTo(this.#challenge, password))) send(OK);
    else {
      const reason = Buffer.from("wrong password");
      send(Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, reason.length]), reason]));
      end();
    }
    this.#step = this.#init;
    return 16;
  };

  readonly #init = (): number => {
    const name = Buffer.from(this.#options.name);
    const head = Buffer.alloc(24);
    head.writeUInt16BE(WIDTH, 0);
    head.writeUInt16BE(HEIGHT, 2);
    formatBytes(OWN_FORMAT).copy(head, 4);
    head.writeUInt32BE(name.length, 20);
    this.#options.send(Buffer.concat([head, name, CLIPBOARD]));
    this.#step = this.#message;
    return 1;
  };

  readonly #message = (bytes: Buffer): number => {
    const type = bytes.readUInt8(0);
    const length = LENGTHS[type];
    if (length === undefined) {
      this.#options.end();
      return bytes.length;
    }
    if (bytes.length < length) return 0;
    if (type === 0) this.#format = formatOf(bytes.subarray(4, 20)) ?? this.#format;
    else if (type === 2) return this.#whole(bytes, 4 + 4 * bytes.readUInt16BE(2));
    else if (type === 3) this.#ask(bytes.readUInt8(1) !== 0);
    else if (type === 4) this.#key(bytes.readUInt32BE(4), bytes.readUInt8(1) !== 0);
    else if (type === 5) this.#pointer(bytes);
    else if (type === 6) return this.#whole(bytes, 8 + Math.abs(bytes.readInt32BE(4)));
    return length;
  };

  /** Encodings and what was cut are not used. */
  #whole(bytes: Buffer, length: number): number {
    return bytes.length < length ? 0 : length;
  }

  #ask(isIncremental: boolean): void {
    this.#asked = true;
    if (isIncremental) this.#update();
    else this.changed({ x: 0, y: 0, width: WIDTH, height: HEIGHT });
  }

  #key(keysym: number, isDown: boolean): void {
    const text = this.#keyboard.key(keysym, isDown);
    if (text !== "") this.#options.changed(this.#options.picture.type(text));
  }

  #pointer(bytes: Buffer): void {
    if (bytes.readUInt8(1) === 0) return;
    this.#options.changed(this.#options.picture.press(bytes.readUInt16BE(2), bytes.readUInt16BE(4)));
  }

  #update(): void {
    if (!this.#asked || this.#dirty === undefined) return;
    const body = rectangle(this.#options.picture, this.#dirty, this.#format);
    this.#asked = false;
    this.#dirty = undefined;
    this.#options.send(Buffer.concat([Buffer.from([0, 0, 0, 1]), body]));
  }
}
