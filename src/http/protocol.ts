/** The headers that both dialects send in every answer, and the supported versions of OCCI. */

import { version } from "../../package.json";
import { ACCEPT_HEADER } from "../dialects/ogf/negotiation.ts";
import { OcciError } from "../errors.ts";

/** Both versions: clients of either look for theirs (GFD.223, 5.3). */
export const SERVER = `occi-server/${version} OCCI/1.2 OCCI/1.1`;

/** The types of both dialects; rOCCI's client chooses its rendering by it. */
export const ACCEPT = `${ACCEPT_HEADER}, application/xml, text/xml`;

const [MAJOR, MINOR] = [1, 2];

/**
 * Refuses clients of a later OCCI than this.
 * @param agent User-Agent: `OCCI/X.Y` may stand anywhere in it.
 * @throws OcciError NOT_SUPPORTED (501).
 */
export function checkVersion(agent: string | null): void {
  if (agent === null || !/OCCI/i.test(agent)) return;
  for (const [token, major, minor = 0] of agent.matchAll(/(?<![\w./-])OCCI\/(\d{1,400})(?:\.(\d{1,400}))?/gi)) {
    if (Number(major) < MAJOR || (Number(major) === MAJOR && Number(minor) <= MINOR)) continue;
    throw new OcciError(
      "NOT_SUPPORTED",
      `This server speaks OCCI ${MAJOR}.${MINOR} and 1.1, not ${token.slice(0, 32)}.`,
    );
  }
}
