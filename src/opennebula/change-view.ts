/** Views on a client for one request that do something about its changes. */
import type { CallOf, OnedClient, Parameter, PoolAnswer, Session } from "./client.ts";

/**
 * A view that hands its changes on as they are: others extend it. Each request makes several of them, so they are
 * objects of a class, and a read does not go through them one after the other but to the client behind them all. (Such
 * a client is not copied with `...`, which leaves out what an object has from its class.)
 */
export abstract class ChangeView implements OnedClient {
  /** The client through which changes go. */
  protected readonly oned: OnedClient;
  private readonly reads: OnedClient;

  constructor(oned: OnedClient) {
    this.oned = oned;
    this.reads = oned instanceof ChangeView ? oned.reads : oned;
  }

  read(session: Session, method: string, ...parameters: Parameter[]): Promise<string> {
    return this.reads.read(session, method, ...parameters);
  }

  readPool(session: Session, method: string, ...parameters: Parameter[]): Promise<PoolAnswer> {
    return this.reads.readPool(session, method, ...parameters);
  }

  readMany(session: Session, calls: readonly CallOf[]): Promise<readonly PoolAnswer[]> {
    return this.reads.readMany(session, calls);
  }

  abstract change(session: Session, method: string, ...parameters: Parameter[]): Promise<string | number>;
}
