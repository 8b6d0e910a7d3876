/** The state from which a machine comes, by its history: oned's states do not always show it. */
import { all, text, type XmlRecord } from "../xml/record.ts";

/** ACTION of a history record, as oned numbers them: those that matter here. */
export const HISTORY_ACTION = { stop: 9, diskDetach: 22, nicDetach: 24, aliasDetach: 47 } as const;

export interface Past {
  /** Why it left its host, or rests there; 0 when it does neither, or oned has not noted it. */
  readonly action: number;
  /**
   * The action that began a new record on the same host: a part was attached or detached. 0 when that is not known:
   * lists have the last record alone.
   */
  readonly change: number;
  /** The machine ran no longer when oned began to clear its host. */
  readonly rested: boolean;
}

/** Reads a `<VM>` element. */
export function pastOf(record: XmlRecord): Past {
  const records = all(record, "HISTORY_RECORDS", "HISTORY");
  const last = records.at(-1);
  const time = (name: string) => (last === undefined ? 0 : Number(text(last, name) ?? 0));
  const actionOf = (one: XmlRecord | undefined) => (one === undefined ? 0 : Number(text(one, "ACTION") ?? 0));
  return {
    action: actionOf(last),
    change: actionOf(records.at(-2)),
    // The same second when it ran until then.
    rested: time("RETIME") > 0 && time("RETIME") < time("ESTIME"),
  };
}
