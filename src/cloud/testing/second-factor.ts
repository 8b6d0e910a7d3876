/** The codes that a user's app would show. */
import { Secret, TOTP } from "otpauth";

const PERIOD_MS = 30_000;
/** A test that uses one must be done by the end of its half minute. */
const LEFT_MS = 5_000;

/** That of this half minute and of the next one; near the end of one it waits for the next. */
export async function codeOf(secret: string): Promise<{ readonly code: string; readonly next: string }> {
  const left = PERIOD_MS - (Date.now() % PERIOD_MS);
  if (left < LEFT_MS) await Bun.sleep(left);
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return { code: totp.generate(), next: totp.generate({ timestamp: Date.now() + PERIOD_MS }) };
}
