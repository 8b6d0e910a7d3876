/** The error code of work that must fail. */
import { OcciError } from "../errors.ts";

/** @returns the code, or "no error". @throws what is not an OcciError. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "no error";
  } catch (error) {
    if (error instanceof OcciError) return error.code;
    throw error;
  }
}
