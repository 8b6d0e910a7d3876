/** The pages that `help` knows beside those of the commands. */
import type { OptionName } from "../../config/options.ts";
import { EXPLAINED_ERRORS } from "../../errors.ts";
import { TOPICS, type Topic } from "../../manual/topics.ts";
import type { FurtherPages, Pages } from "../../terminal/help-command.ts";

/** The pages of the manual. */
export const MANUAL: Pages = Object.fromEntries(
  Object.entries(TOPICS).map(([topic, summary]) => [
    topic,
    {
      summary,
      paged: true,
      load: async (width) => (await import("../../manual/pages.ts")).pageText(topic as Topic, width),
    },
  ]),
);
const ERROR_CODES = Object.keys(EXPLAINED_ERRORS) as (keyof typeof EXPLAINED_ERRORS)[];

/** Each error code, as the manual explains it. */
export const ERRORS: FurtherPages = {
  suggested: ERROR_CODES,
  names: async () => ERROR_CODES,
  page: (code) => ({
    summary: EXPLAINED_ERRORS[code as keyof typeof EXPLAINED_ERRORS].meaning,
    load: async (width) => (await import("../../manual/pages.ts")).errorText(code, width),
  }),
};

/** Each option of the configuration. */
export const CONFIGURATION_OPTIONS: FurtherPages = {
  names: async () => (await import("../../config/options.ts")).OPTION_NAMES,
  page: (name) => ({
    summary: `the option ${name} of the configuration file`,
    load: async () => (await import("../../config/documents.ts")).optionHelp(name as OptionName),
  }),
};
