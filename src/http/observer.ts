/** The observer that counts events: it only receives values. */

/** One answered request; nothing in it is of the client's choice but the method. */
export interface ObservedRequest {
  /** The pattern of its route. */
  readonly route: string;
  readonly dialect: string;
  readonly method: string;
  readonly status: number;
  readonly milliseconds: number;
}

export interface UploadObserver {
  uploadBegan(): void;
  uploaded(bytes: number): void;
  /** @param result `stored`, or the code of the error. */
  uploadEnded(result: string): void;
}

export interface ScreenObserver {
  screenOpened(): void;
  /** @param by as the tunnel calls it. */
  screenClosed(by: string): void;
  /** Bytes since the last time. */
  screenMoved(toClient: number, toHost: number): void;
}

export interface Observer extends UploadObserver, ScreenObserver {
  requestBegan(): void;
  requestEnded(request: ObservedRequest): void;
  /** A user name or password was refused. */
  loginFailed(): void;
  /** A request from a browser was refused. @param code of the error: CROSS_ORIGIN, HOST_NOT_ALLOWED. */
  browserRefused(code: string): void;
  /** A client that did not read a large answer was cut off. */
  readerCut(): void;
}

/** For who counts nothing. */
export const UNOBSERVED: Observer = {
  requestBegan() {},
  requestEnded() {},
  loginFailed() {},
  browserRefused() {},
  readerCut() {},
  uploadBegan() {},
  uploaded() {},
  uploadEnded() {},
  screenOpened() {},
  screenClosed() {},
  screenMoved() {},
};
