import { describe, expect, test } from "bun:test";
import { forwardingFailure, forwardingFailureOf } from "./forwarding.ts";

const CURL = "libcurl failed to execute the HTTP POST transaction, explaining:  ";
const REQUEST = "Cannot process request, ";

/** As recorded of zones of three oneds 6.10 and 7.4, or written in their source, xmlrpc-c's and curl's. */
const CASES: readonly [string, "no-leader" | "lost-leader" | "broken" | "stopped"][] = [
  [`${REQUEST}no leader found`, "no-leader"],
  [`${REQUEST}oned cluster in election mode`, "no-leader"],
  [`${REQUEST}oned cluster is replicating log`, "no-leader"],
  [`${CURL}Failed to connect to 10.0.0.2 port 2633 after 0 ms: Couldn't connect to server`, "no-leader"],
  [`${CURL}Failed to connect to one-2 port 2633: Connection refused`, "no-leader"],
  [`${CURL}Failed to connect to 10.0.0.2 port 2633: No route to host`, "no-leader"],
  [`${CURL}Couldn't connect to server`, "no-leader"],
  [`${CURL}Could not resolve host: one-2`, "no-leader"],
  [`${CURL}Couldn't resolve host name`, "no-leader"],
  [`${CURL}Resolving timed out after 5000 milliseconds`, "no-leader"],
  [`${CURL}Connection timed out after 5001 milliseconds`, "no-leader"],
  [`${CURL}Connection timeout after 5001 ms`, "no-leader"],
  [`${CURL}SSL certificate problem: certificate has expired`, "no-leader"],
  [`${CURL}Connect timed out after 5001 milliseconds`, "no-leader"],
  [`${CURL}connect to 10.0.0.2 port 2633 failed: Connection refused`, "no-leader"],
  [`${CURL}error:0A000086:SSL routines::certificate verify failed`, "no-leader"],
  [`${CURL}OpenSSL SSL_connect: Connection reset by peer in connection to one-2:2633 `, "no-leader"],
  [`Client transport failed to execute the RPC.  ${CURL}Couldn't connect to server`, "no-leader"],
  [`${REQUEST}zone disabled`, "stopped"],
  ["Forwarding xml-rpc message to gRPC leader is not supported", "stopped"],
  ["RPC call timed out and aborted", "lost-leader"],
  [`${CURL}Empty reply from server`, "broken"],
  [`${CURL}Recv failure: Connection reset by peer`, "broken"],
  [`${CURL}Send failure: Broken pipe`, "broken"],
  [`${CURL}Empty reply from server of another name`, "lost-leader"],
  [`${CURL}The Empty reply from server`, "lost-leader"],
  [`${CURL}The Recv failure: Connection reset by peer`, "lost-leader"],
  [`${CURL}Operation timed out after 10000 milliseconds with 0 bytes received`, "lost-leader"],
  [`${CURL}OpenSSL SSL_read: Connection reset by peer, errno 104`, "lost-leader"],
  ["HTTP response code is 502, not 200", "lost-leader"],
  ["Curl performed the HTTP POST request, but was\nunable to get the result", "lost-leader"],
  ["Server is not an XML-RPC server.  Its response code is 200,\nbut no XML", "lost-leader"],
  [
    "Unable to make sense of XML-RPC response from server.  Not valid XML.  Use XMLRPC_TRACE_XML to see for yourself",
    "lost-leader",
  ],
  ["RPC failed at server.  Method did not fail; rather, it did not complete at all.", "lost-leader"],
  ["Could not connect to the federation master oned", "lost-leader"],
  ["Cannot delete template. SQL DB error", "lost-leader"],
  ["Cannot delete template. SQL DB error.", "lost-leader"],
  ["SQL DB error", "lost-leader"],
  ["", "lost-leader"],
];

describe("an answer of one of several servers", () => {
  test.each(CASES)("%j is %s", (text, kind) => {
    const failure = forwardingFailure(8192, `[one.template.allocate] ${text}`);
    expect(failure?.kind as string).toBe(kind);
    // What may have reached the leader must never be sent again.
    expect(failure?.sent).toBe(kind === "lost-leader" || kind === "broken");
  });

  test.each([
    [2048, "[one.vm.action] "],
    [16384, "[one.image.allocate] Error allocating a new image."],
    [16384, "[one.image.clone] Error allocating a new IMAGE."],
    [16384, "[one.template.allocate] Error allocating a new VM template-2."],
  ])("%i %j, an error without a reason, is lost: a leader that is it no more writes such", (code, message) => {
    expect(forwardingFailure(code, message)).toMatchObject({ kind: "lost-leader", sent: true });
  });

  test.each([
    [8192, "[one.vm.allocate] Virtual network with ID: 99 does not exist"],
    [8192, `[one.vm.rename] Invalid NAME, "${REQUEST}no leader found"`],
    [8192, "[one.image.allocate] Cannot parse image SIZE: curl: (7) Failed to connect to 10.0.0.9 port 80"],
    [8192, "[one.image.allocate] NAME is already taken by IMAGE 3, RPC call timed out and aborted"],
    [16384, "[one.image.allocate] Error allocating a new image. NAME is already taken by IMAGE 3."],
    [2048, "[one.image.allocate] Error allocating a new image."],
    [512, "[one.image.allocate] Error allocating a new image."],
    [16384, "[one.image.allocate] No: Error allocating a new image."],
    [8192, `[one.vm.rename] Invalid NAME ${REQUEST}no leader found`],
    [8192, `[one.vm.rename] Invalid NAME ${CURL}Couldn't connect to server`],
    [8192, "[one.vm.rename] Invalid NAME RPC failed at server. x"],
    [8192, "[one.vm.rename] RPC call timed out and aborted by its owner"],
    [8192, "[one.vm.rename] Could not connect to the federation master oned of zone 7"],
    [8192, "[one.vm.rename] Cannot delete template. SQL DB error in a name"],
    [8192, "[one.vm.rename] Cannot delete template: a MySQL DB error"],
    [8192, `[one.vm.rename] ${REQUEST}zone disabled by its owner`],
    [8192, `[one.vm.rename] ${REQUEST}no leader found in this name`],
    [8192, `[one.vm.rename] The name "${REQUEST}zone disabled`],
    [512, `[one.vm.info] User [3] : ${REQUEST}no leader found`],
    [1024, "[one.template.info] Error getting virtual machine template [259]."],
    [256, "[one.user.info] User couldn't be authenticated, aborting call."],
    [-500, ""],
  ])("%i %j is an error of the call itself", (code, message) => {
    expect(forwardingFailure(code, message)).toBeUndefined();
  });

  test("is read from the whole answer; one that is damaged or a success says nothing of that", () => {
    const answer = (success: number, text: string) =>
      Buffer.from(
        `<methodResponse><params><param><value><array><data><value><boolean>${success}</boolean></value><value>` +
          `<string>${text}</string></value><value><i4>8192</i4></value></data></array></value></param></params></methodResponse>`,
      );
    const text = `[one.vm.action] ${REQUEST}no leader found`;
    expect(forwardingFailureOf(answer(0, text))?.kind).toBe("no-leader");
    expect(forwardingFailureOf(answer(1, text))).toBeUndefined();
    expect(forwardingFailureOf(answer(0, text).subarray(0, -20))).toBeUndefined();
  });
});
