/** For tests: what is printed and told while something runs. */
import { spyOn } from "bun:test";
import * as output from "../output.ts";

export interface Heard<T> {
  readonly result: T;
  /** To standard output. */
  readonly printed: readonly string[];
  /** To standard error. */
  readonly told: readonly string[];
}

/** Runs something and listens; nothing reaches the terminal. */
export async function heard<T>(work: () => T | Promise<T>): Promise<Heard<T>> {
  const printed: string[] = [];
  const told: string[] = [];
  const spies = [
    spyOn(output, "print").mockImplementation((text) => printed.push(text) > 0),
    spyOn(output, "complain").mockImplementation((text) => void told.push(text)),
  ];
  try {
    return { result: await work(), printed, told };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
