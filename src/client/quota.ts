/** Reports a quota that is used up with figures: the limit, the usage and the request. */
import { OcciError } from "../errors.ts";
import { childrenNamed, firstChild, type XmlElement } from "../xml/element.ts";
import { type Context, pathOf } from "./context.ts";
import { ownId } from "./own-user.ts";
import { QUOTAS } from "./quota-figures.ts";

/** `2 of 2 machines`, for all that have a limit. */
export function limitedFigures(user: XmlElement): string[] {
  return QUOTAS.flatMap(({ quota, member, figures }) =>
    childrenNamed(user, quota)
      .flatMap((element) => childrenNamed(element, member))
      .flatMap((element) =>
        figures.flatMap(({ name, noun }) => {
          const limit = Number(firstChild(element, name)?.text ?? Number.NaN);
          const used = firstChild(element, `${name}_USED`)?.text;
          return limit >= 0 && used !== undefined ? [`${used} of ${limit} ${noun}`] : [];
        }),
      ),
  );
}

/**
 * The same error with what is used and what was asked for in its hint; other errors as they are.
 * @param requested what was asked for, in words.
 */
export async function withQuotaFigures(
  context: Context,
  error: unknown,
  requested: () => Promise<string>,
): Promise<unknown> {
  if (!(error instanceof OcciError) || error.code !== "QUOTA_EXCEEDED") return error;
  const { message, httpStatus, requestId } = error;
  const [figures, wanted] = await Promise.all([usedFigures(context), requested()]);
  const used = figures.length === 0 ? "" : `Used now: ${figures.join(", ")}. `;
  return new OcciError("QUOTA_EXCEEDED", message, {
    hint: `${used}Asked for: ${wanted}. \`occi-user show\` shows all quotas.`,
    ...(httpStatus !== undefined && { httpStatus }),
    ...(requestId !== undefined && { requestId }),
    cause: error,
  });
}

/** Failures are ignored here: the refusal itself must be reported in any case. */
async function usedFigures(context: Context): Promise<string[]> {
  try {
    return limitedFigures(await context.session.read(pathOf("user", await ownId(context))));
  } catch (error) {
    if (error instanceof OcciError) return [];
    throw error;
  }
}

/** `a machine of type small (1 CPU, 1024 MiB)`. */
export async function machineInWords(
  { session }: Context,
  { type, cpu, memory }: { readonly type?: string; readonly cpu?: string; readonly memory?: number },
): Promise<string> {
  const size = [cpu === undefined ? undefined : `${cpu} CPU`, memory === undefined ? undefined : `${memory} MiB`];
  let fixed: string[] = [];
  if (type !== undefined && cpu === undefined && memory === undefined) {
    try {
      const root = await session.read(pathOf("instance-type", type));
      fixed = [firstChild(root, "CPU"), firstChild(root, "MEMORY")].flatMap((element, index) =>
        element === undefined ? [] : [`${element.text} ${index === 0 ? "CPU" : "MiB"}`],
      );
    } catch (error) {
      if (!(error instanceof OcciError)) throw error;
    }
  }
  const figures = [...size.filter((part) => part !== undefined), ...fixed].join(", ");
  const sized = figures === "" ? "" : ` (${figures})`;
  return `a machine${type === undefined ? "" : ` of type ${type}`}${sized}`;
}
