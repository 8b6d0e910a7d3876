import { connect } from "node:tls";

/** The SHA-256 fingerprint of the certificate that a new connection is shown. @param servername for SNI. */
export function shownCertificate(port: number, servername?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, rejectUnauthorized: false, ...(servername && { servername }) };
    const socket = connect(options, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.on("error", reject);
  });
}
