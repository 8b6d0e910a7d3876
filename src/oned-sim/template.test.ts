import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { nonEmpty } from "../testing/non-empty.ts";
import { parseTemplate, TemplateError, type TemplateNode, type TemplateValue } from "./template.ts";
import { readFixture } from "./testing/fixture.ts";

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function markup(value: TemplateValue): string {
  if (typeof value === "string") return `<![CDATA[${value}]]>`;
  const members = [...value].sort(([a], [b]) => byName(a, b));
  return members.map(([key, member]) => `<${key}><![CDATA[${member}]]></${key}>`).join("");
}

/** As oned shows a template: sorted by name, values as CDATA. */
function shown(template: TemplateNode): string {
  const sorted = [...template].sort((a, b) => byName(a.name, b.name));
  return `<TEMPLATE>${sorted.map(({ name, value }) => `<${name}>${markup(value)}</${name}>`).join("")}</TEMPLATE>`;
}

/** Line and column depend on what stood before the text. */
const withoutPlace = (message: string): string => message.replace(/ at line .*/, "");

for (const release of ["6.10", "7.4"]) {
  describe(`what oned ${release} made of a text`, () => {
    for (const { name, input, result, error } of nonEmpty(readFixture(release).parserCases)) {
      test(name, () => {
        const parse = (): string => shown(parseTemplate(input, { trim: release === "7.4" }));
        if (result !== undefined) return expect(parse()).toBe(result);
        let refused: unknown;
        try {
          parse();
        } catch (thrown) {
          refused = thrown;
        }
        expect(refused).toBeInstanceOf(TemplateError);
        expect(withoutPlace((refused as TemplateError).message)).toBe(withoutPlace(error ?? ""));
      });
    }
  });
}

test("any text is either parsed or refused with a TemplateError, in both forms", () => {
  const hostile = fc.string({ unit: fc.constantFrom(..."A=B\"\\[],#\n \t<>/&;$'{}1") });
  fc.assert(
    fc.property(hostile, fc.boolean(), (body, xml) => {
      try {
        parseTemplate(xml ? `<T>${body}</T>` : body);
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("a long text of backslashes and quotes is parsed in linear time", () => {
  const value = '\\"'.repeat(50_000);
  expect(parseTemplate(`A="${value}"`)).toEqual([{ name: "A", value: '"'.repeat(50_000) }]);
});
