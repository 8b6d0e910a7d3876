/** How a call fails: with an error of oned's own, or with a fault of the XML-RPC layer. */

/** oned's error codes, the third element of an answer. */
export const CODE = {
  AUTHENTICATION: 256,
  AUTHORIZATION: 512,
  NO_EXISTS: 1024,
  ACTION: 2048,
  XML_RPC_API: 4096,
  INTERNAL: 8192,
  ALLOCATE: 16384,
} as const;

/** An error answer. The method's name is put before the message when it is sent. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: number;
  /** The fourth element of the answer: the id that the failure is about. */
  readonly objectId: number;

  constructor(code: keyof typeof CODE, message: string, objectId = -1) {
    super(message);
    this.code = CODE[code];
    this.objectId = objectId;
  }
}

/** A template holds what oned cannot keep: an update with it answers as if it had been done. */
export class Unstorable extends Failure {}

/** An XML-RPC fault. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
