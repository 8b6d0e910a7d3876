import { messageOf, OcciError } from "../errors.ts";

/** Why an address cannot be listened on, as a sentence with a way out. @param option to be set to something else. */
export function listenError(host: string, port: number, option: string, error: unknown): unknown {
  const where = `port ${port} of ${host}`;
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
    case "EADDRINUSE":
      return new OcciError("SETUP_FAULT", `Another program listens on ${where}.`, {
        hint: `\`ss -ltnp sport = :${port}\` shows which one; stop it, or set another ${option}.`,
        cause: error,
      });
    case "EACCES":
      return new OcciError("SETUP_FAULT", `This user is not allowed to listen on ${where}.`, {
        hint: `Ports below 1024 need CAP_NET_BIND_SERVICE (systemd: AmbientCapabilities=); otherwise set another ${option}.`,
        cause: error,
      });
    case "EADDRNOTAVAIL":
      return new OcciError("SETUP_FAULT", `This machine has no address ${host}.`, {
        hint: "Set HOST to one of its addresses, or leave it out.",
        cause: error,
      });
    default:
      return error;
  }
}

/** The system's error about a socket of the file system, as a sentence with a way out. */
export function unixError(path: string, error: unknown): OcciError {
  const busy = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  const message = busy
    ? `ADMIN: ${path} is in use, or is not a socket.`
    : `ADMIN: the socket ${path} cannot be made: ${messageOf(error)}.`;
  return new OcciError("SETUP_FAULT", message, {
    hint: "Its directory must exist and be writable for the user of the server (oneadmin); else set another ADMIN.",
    cause: error,
  });
}
