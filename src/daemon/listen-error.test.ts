/** Why the server cannot listen, in the words of the administrator. */
import { describe, expect, test } from "bun:test";
import type { OcciError } from "../errors.ts";
import { listenError, unixError } from "./listen-error.ts";

const system = (code: string) => Object.assign(new Error(`the system says ${code}`), { code });

describe("an address that cannot be had", () => {
  test.each([
    ["EADDRINUSE", "Another program listens on port 4567 of 192.0.2.1.", "ss -ltnp sport = :4567"],
    ["EADDRINUSE", "Another program listens on port 4567 of 192.0.2.1.", "set another PORT"],
    ["EACCES", "This user is not allowed to listen on port 4567 of 192.0.2.1.", "set another PORT"],
    ["EADDRNOTAVAIL", "This machine has no address 192.0.2.1.", "Set HOST"],
  ])("for %s: %s %s", (code, message, hint) => {
    const cause = system(code);
    const error = listenError("192.0.2.1", 4567, "PORT", cause) as OcciError;
    expect(error).toMatchObject({ code: "SETUP_FAULT", message, hint: expect.stringContaining(hint) });
    expect(error.cause).toBe(cause);
  });

  test.each([
    ["another code", system("EMFILE")],
    ["an error without one", new Error("no code")],
    ["a text", "no error"],
    ["nothing", undefined],
    ["what is no error", { code: "EACCES" }],
  ])("for another reason is left as it is: %s", (_, reason) => {
    expect(listenError("192.0.2.1", 4567, "PORT", reason)).toBe(reason);
  });
});

describe("a socket of the file system", () => {
  test("that is in use, or is not one", () => {
    const cause = system("EADDRINUSE");
    const error = unixError("/run/x", cause);
    expect(error).toMatchObject({ code: "SETUP_FAULT", message: "ADMIN: /run/x is in use, or is not a socket." });
    expect(error.cause).toBe(cause);
  });

  test.each([
    ["EACCES", system("EACCES")],
    ["no code", new Error("without a code")],
  ])("that cannot be made: %s", (_, cause) => {
    const error = unixError("/run/x", cause);
    expect(error).toMatchObject({
      code: "SETUP_FAULT",
      message: `ADMIN: the socket /run/x cannot be made: ${cause.message}.`,
      hint: expect.stringContaining("set another ADMIN"),
    });
    expect(error.cause).toBe(cause);
  });
});
