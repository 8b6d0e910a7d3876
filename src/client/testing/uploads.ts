/** For tests of uploads in the process: files, servers at the level of bytes, a certificate for localhost. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SelfSigned, selfSigned } from "../../certificates/self-signed.ts";
import { OcciError } from "../../errors.ts";
import { heard } from "../../terminal/testing/heard.ts";
import type { Reply } from "../answer.ts";
import { localFile } from "../local-file.ts";
import { openSession } from "../session.ts";
import { type UploadOptions, upload } from "../upload.ts";
import { commandLine } from "./context.ts";

export const MIB = 2 ** 20;
export const XML = "<STORAGE><NAME>debian</NAME></STORAGE>";
const VARIABLES = ["http_proxy", "https_proxy", "no_proxy"];

export function sha256(bytes: Uint8Array): string {
  return new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
}

/** The error that it ends with. @throws Error when it does not. */
export async function refusal(sent: Promise<unknown>): Promise<OcciError> {
  const error = await sent.then(
    () => undefined,
    (thrown) => thrown,
  );
  if (error instanceof OcciError) return error;
  throw new Error("it was not refused", { cause: error });
}

export class Uploads {
  readonly directory = mkdtempSync(join(tmpdir(), "occi-upload-"));
  readonly certificate: SelfSigned;
  /** What is stopped after each test. */
  readonly stops: (() => unknown)[] = [];
  readonly #authority: string;

  private constructor(certificate: SelfSigned) {
    this.certificate = certificate;
    this.#authority = this.file("authority.crt", this.certificate.cert);
  }

  static async begin(): Promise<Uploads> {
    const directory = mkdtempSync(join(tmpdir(), "occi-certificate-"));
    const certificate = await selfSigned({ server: "localhost", stateDir: directory });
    rmSync(directory, { recursive: true });
    return new Uploads(certificate);
  }

  /** After each test. */
  async clean(): Promise<void> {
    for (const stop of this.stops.splice(0)) await stop();
    for (const name of VARIABLES) delete process.env[name];
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** @returns its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.directory, name);
    writeFileSync(path, content);
    return path;
  }

  /** A file of that many zeros, which need no room on the disk. */
  sparse(bytes: number): string {
    const path = this.file("disk.img", "");
    truncateSync(path, bytes);
    return path;
  }

  /** Uploads a file as alice. @param more options of the command line. */
  async send(
    url: string,
    path: string,
    options: Partial<UploadOptions> = {},
    more: Parameters<typeof commandLine>[0] = { cacert: this.#authority },
  ): Promise<Reply> {
    const args = commandLine({ url, username: "alice", password: "secret", ...more });
    const file = await localFile(path);
    const { result } = await heard(() =>
      upload(openSession(args), XML, file, { signal: new AbortController().signal, onProgress: () => {}, ...options }),
    );
    return result;
  }

  /** A server at the level of bytes. @returns its port. */
  listen(take: (socket: Bun.Socket, bytes: Buffer) => void, secure = false, close = (): void => {}): number {
    const { key, cert } = this.certificate;
    const listener = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      ...(secure && { tls: { key, cert } }),
      socket: { data: take, close, error: () => {} },
    });
    this.stops.push(() => listener.stop(true));
    return listener.port;
  }
}
