/** Objects that were deleted, while oned's driver still works on them. */
import { OcciError } from "../../errors.ts";
import type { Patience } from "../patience.ts";

/**
 * Reads until the object is gone or the time is over.
 * @returns the object as it was read last; undefined when it is gone. @throws what `read` throws, but NOT_FOUND.
 */
export function leaving<T>(read: () => Promise<T>, patience: Patience): Promise<T | undefined> {
  const look = async (): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (error instanceof OcciError && error.code === "NOT_FOUND") return undefined;
      throw error;
    }
  };
  return patience.follow(look, (seen) => seen === undefined);
}
