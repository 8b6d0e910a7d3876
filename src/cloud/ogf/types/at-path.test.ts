/** Which type has its collection at a path, and what oned is asked for it. */
import { expect, test } from "bun:test";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../testing/caller.ts";
import { imageXml, vmTemplateXml } from "../testing/objects.ts";
import { typeAt } from "./at-path.ts";

const USER =
  "<USER><ID>2</ID><NAME>alice</NAME><TEMPLATE><OCCI_TAG_0000000000000000><SCHEME>http://example.org/tags#</SCHEME>" +
  "<TERM>blue</TERM><LOCATION>/mine/</LOCATION></OCCI_TAG_0000000000000000></TEMPLATE></USER>";

test.each([
  ["/mine/", "blue", []],
  ["/mine", "blue", []],
  ["/mixin/resource_tpl/small/", "small", []],
  ["/mixin/os_tpl/", "os_tpl", []],
  ["/compute/", "compute", []],
  ["/mixin/os_tpl/template_4/", "template_4", ["template.info 4"]],
  ["/mixin/os_tpl/image_9", "image_9", ["image.info 9"]],
  ["/mixin/floatingippool/pool_3/", "pool_3", []],
  ["/mixin/os_tpl/x/", undefined, []],
  ["/mixin/floatingippool/zone_3/", undefined, []],
  ["/mixin/availability_zone/pool_3/", undefined, []],
  ["/mixin/os_tpl/template_4/more/", undefined, []],
  ["/mixin/constructor/template_4/", undefined, []],
  ["/yours/", undefined, []],
] as const)("%s is %s", async (path, term, calls) => {
  const oned = new ScriptedOned({ "user.info": USER, "template.info": vmTemplateXml([]), "image.info": imageXml({}) });
  const { type } = await typeAt(callerOf(oned), path);
  expect([type?.term, oned.calls]).toEqual([term, ["user.info -1", ...calls]]);
});
