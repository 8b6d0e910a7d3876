import { addVmTemplate, callerOf, PUBLIC } from "../../../oned-sim/seed.ts";
import type { OcciWorld } from "../../ogf/testing/over-sim.ts";

/** A template of every type of input, as a real oned was recorded to keep it. */
const INPUTS =
  'USER_INPUTS=[TXT="M|text|A word",PW="M|password|A password",NUM="O|number|A number| |5",LST="O|list|One of|a,b,c|b",MEMORY="M|range||128..512|256"]';

/** Adds it to the stand-in. @returns its id. */
export function withInputs({ sim }: OcciWorld): number {
  return addVmTemplate(
    sim.world,
    callerOf(sim.world.user(0)),
    `NAME="with inputs"\nCPU="1"\nMEMORY="128"\nCONTEXT=[NETWORK="YES",A="$TXT"]\n${INPUTS}\nINPUTS_ORDER="TXT,PW,NUM"`,
    PUBLIC,
  );
}
