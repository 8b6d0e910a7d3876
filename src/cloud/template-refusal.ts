/** A refusal of an operator's template is not the mistake of the user, who has never seen its text. */
import type { OcciError } from "../errors.ts";
import { say } from "../wording.ts";
import { blamingAdministrator } from "./blame.ts";

/** The parts of the template that the request itself has put there. */
export interface Requested {
  /** Ids of images and networks. */
  readonly ids: readonly number[];
  /** Whether it has asked for CPU, memory or VCPU of its own. */
  readonly sized: boolean;
  /** Names of its context: FILES_DS names images by id or name. */
  readonly context: readonly string[];
}

/** Complaints of oned about the text of a template; the values of requests are checked before they come into it. */
const TEXT =
  /syntax error|parse error|error parsing|attribute must be|must be a positive|not a valid integer|is mandatory|unknown type/i;
/** Complaints about an object that a template names, by its id or, as no request can, by its name. */
const OBJECT =
  /\b(image|virtual network)\b.*(does not exist|\[\d+\])|error getting (image|virtual network)|does not own an? (image|network)/i;
const SIZE = /\b(MEMORY|CPU|VCPU)\b/;

function isOfTemplate({ code, message }: OcciError, { ids, sized, context }: Requested): boolean {
  if (code !== "INVALID_REQUEST") return false;
  if (OBJECT.test(message)) {
    return (
      !context.includes("FILES_DS") && !(message.match(/\d+/g) ?? []).some((digits) => ids.includes(Number(digits)))
    );
  }
  return TEXT.test(message) && !(sized && SIZE.test(message));
}

/**
 * Makes a machine of an instance type's template.
 * @throws OcciError INTERNAL, which the log reports with oned's reason, when oned refuses what only the template says;
 *   otherwise as `run` does.
 */
export async function withTemplateBlame<T>(type: string, requested: Requested, run: () => Promise<T>): Promise<T> {
  const message = say`The template of the ${{ advice: "nameOfSizes" }} ${type} is faulty: OpenNebula refuses it.`;
  const hint = "the log has OpenNebula's reason under the request id.";
  return blamingAdministrator(run, (error) => isOfTemplate(error, requested), message, hint);
}
