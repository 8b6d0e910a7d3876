/** Updates of storage: in which order it is changed, and when it has to be read again. */
import { expect, test } from "bun:test";
import type { Value } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import type { Scripted } from "../../../opennebula/testing/scripted-oned.ts";
import { image } from "../testing/objects.ts";
import { updating } from "../testing/requests.ts";
import { updateStorage } from "./update.ts";

const own = (name: string) => `org.opennebula.storage.${name}`;

const updated = (changed: Readonly<Record<string, Value>>, answers: Readonly<Record<string, Scripted>> = {}) =>
  updating((caller, change) => updateStorage(caller, image(), change), changed, { answers });

test("title and summary alone tell how the image is then", async () => {
  const { after, calls } = await updated({ "occi.core.title": "db: 1", "occi.core.summary": "mine" });
  expect(calls).toEqual([
    "image.rename 9 db 1",
    "image.update 9 <TEMPLATE><OCCI_TITLE>db: 1</OCCI_TITLE><DESCRIPTION>mine</DESCRIPTION></TEMPLATE> 1",
  ]);
  expect(after).toMatchObject({ name: "db 1", description: "mine" });
});

test.each<[Readonly<Record<string, Value>>, string]>([
  [{ [own("type")]: "CDROM" }, "image.chtype 9 CDROM"],
  [{ [own("persistent")]: "NO" }, "image.persistent 9 false"],
  [{ [own("persistent")]: "YES" }, "image.persistent 9 true"],
  [{ [own("driver")]: "raw" }, "image.update 9 <TEMPLATE><DRIVER>raw</DRIVER></TEMPLATE> 1"],
  [{ [own("dev_prefix")]: "sd" }, "image.update 9 <TEMPLATE><DEV_PREFIX>sd</DEV_PREFIX></TEMPLATE> 1"],
])("%j is changed in oned, which alone knows the image then", async (changed, call) => {
  const { after, calls } = await updated(changed);
  expect([calls, after]).toEqual([[call], undefined]);
});

test("of all at once the type comes first, which oned refuses most, and the notes last", async () => {
  const changed = { [own("type")]: "OS", [own("persistent")]: "NO", [own("driver")]: "raw", "occi.core.title": "db" };
  const { calls } = await updated(changed);
  expect(calls.map((call) => call.split(" ")[0])).toEqual([
    "image.chtype",
    "image.persistent",
    "image.rename",
    "image.update",
  ]);
});

test("a size that is not other than it was changes nothing, but only oned tells of it", async () => {
  expect(await updated({ "occi.storage.size": 2 })).toEqual({ after: undefined, failure: "no error", calls: [] });
});

test.each<[Readonly<Record<string, Value>>, string]>([
  [{ "occi.storage.size": 0 }, "INVALID_REQUEST: occi.storage.size"],
  [{ [own("type")]: "TAPE" }, "INVALID_REQUEST"],
  [{ [own("fstype")]: "ext4" }, "NOT_SUPPORTED"],
])("%j is refused before anything is changed", async (changed, failure) => {
  const { failure: found, calls } = await updated({ "occi.core.title": "db", ...changed });
  expect([found.startsWith(failure), calls]).toEqual([true, []]);
});

test("what oned refuses leaves the name as it is", async () => {
  const refused = { "image.chtype": new OcciError("FORBIDDEN", "no") };
  const { failure, calls } = await updated({ [own("type")]: "OS", "occi.core.title": "db" }, refused);
  expect([failure, calls]).toEqual(["FORBIDDEN: no", ["image.chtype 9 OS"]]);
});
