/** Options of the two languages, and of what a creation in OCCI 1.2 gets that does not say it. */
import { name, oneOf } from "../value-types.ts";
import type { OptionTable } from "./option.ts";

export const DIALECTS = {
  DEFAULT_DIALECT: {
    type: oneOf("xml", "ogf"),
    fallback: "xml",
    meaning:
      "Language of the answer to requests without Content-Type and Accept, or with Accept: */*: xml (OpenNebula's OCCI XML) or ogf (OCCI 1.2 as text/plain).",
  },
  DEFAULT_OS_TPL: {
    type: name,
    fallback: undefined,
    example: "template_0",
    meaning:
      "Term of the os_tpl for machines whose request in OCCI 1.2 does not name one: template_ID of a VM template or image_ID of an image. Without it, such machines do not get a system disk. OpenNebula's OCCI XML does not use it.",
  },
  DEFAULT_RESOURCE_TPL: {
    type: name,
    fallback: undefined,
    shownDefault: "the first VM_TYPE",
    example: "small",
    meaning:
      "Name of the VM_TYPE for machines whose request in OCCI 1.2 does not name a resource_tpl. OpenNebula's OCCI XML does not use it.",
  },
} as const satisfies OptionTable;
