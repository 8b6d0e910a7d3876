/** What is rendered is parsed as it was, in each rendering. OCCI_FUZZ_CASES=100000 for a long run. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyCharacter } from "../../testing/any-character.ts";
import { isJson, OFFERED, type Rendering } from "./media-type.ts";
import {
  type AnyCategory,
  type AnyEntity,
  type Attributes,
  isLink,
  type Link,
  type Representation,
  type Resource,
  type SentCategory,
  type SentLink,
  splitTypeId,
  type TypeId,
  type Value,
} from "./model.ts";
import { parseBody } from "./parse.ts";
import { type Rendered, renderCategories, renderEntity, renderLocations } from "./render/index.ts";
import { COMPUTE, RESOURCE } from "./standard/index.ts";
import { BASE, REGISTRY } from "./testing/example.ts";
import { printable } from "./text/value.ts";

const numRuns = Number(process.env.OCCI_FUZZ_CASES ?? 300);
/** Milliseconds; some for each run, many for a busy machine. */
const TIMEOUT = 60_000 + numRuns * 5;

// ---- what can be rendered ------------------------------------------------------------------------------------------

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'"\\,;=<>:# \t\r\n\u0000\u0085\u2028', "\r\n", '\\"', "é", "網", "😀", "true", "1"),
      fc.string({ unit: anyCharacter, maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(""));
const component = fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/);
const path = fc
  .array(fc.stringMatching(/^[a-z0-9_.-]{1,6}$/), { minLength: 1, maxLength: 3 })
  .map((parts) => `/${parts.join("/")}`);
const id: fc.Arbitrary<TypeId> = fc.oneof(
  fc.constantFrom(...REGISTRY.all.map(({ scheme, term }) => scheme + term)),
  fc
    .tuple(component, fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,6}$/))
    .map(([host, term]) => `http://${host}.org/occi#${term}`),
);
// JSON has no negative zero once it was written.
const number = fc
  .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constantFrom(1e21, -1e-7, 5e-324, 0.1))
  .map((value) => (value === 0 ? 0 : value));
const scalar: fc.Arbitrary<Value> = fc.oneof(text, number, fc.boolean());
const structure: fc.Arbitrary<Value> = fc.oneof(
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.oneof(component, fc.constant("__proto__")), scalar, { maxKeys: 3, noNullPrototype: true }),
);
const name = fc
  .array(component, { minLength: 2, maxLength: 4 })
  .map((parts) => parts.join("."))
  .filter((full) => !full.startsWith("occi.core."));
const attributes: fc.Arbitrary<Attributes> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.tuple(name, scalar) },
      { weight: 1, arbitrary: fc.tuple(name, structure) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom("__proto__", "constructor", "method"), scalar) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom("occi.x.state", "occi.x.state.message"), text) },
    ),
    { maxLength: 6 },
  )
  .map((entries) => new Map<string, Value>(entries));
const optionalText = fc.option(text, { nil: undefined });
const base = { kind: id, mixins: fc.array(id, { maxLength: 3 }), id: text, location: path, attributes };
const endpoint = fc.record({ location: path, kind: fc.option(id, { nil: undefined }) });

function present<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

const link = fc
  .record({ ...base, title: optionalText, actions: fc.constant([]), source: endpoint, target: endpoint })
  .map((raw) => present({ ...raw, source: present(raw.source), target: present(raw.target) }) as Link);
const actions = fc.array(fc.constantFrom(...REGISTRY.actionsOf(COMPUTE, [])), { maxLength: 2 });
const resource = fc
  .record({ ...base, title: optionalText, summary: optionalText, actions, links: fc.array(link, { maxLength: 3 }) })
  .map((raw) => present(raw) as Resource);
const entity: fc.Arbitrary<AnyEntity> = fc.oneof({ weight: 3, arbitrary: resource }, { weight: 1, arbitrary: link });

const definition = fc.record({
  name,
  type: fc.constantFrom("string", "integer", "number", "boolean", "array", "object"),
  mutable: fc.boolean(),
  required: fc.boolean(),
});
const described = { title: optionalText, attributes: fc.array(definition, { maxLength: 3 }) };
const ids = fc.array(id, { maxLength: 2 });
const folder = path.map((start) => `${start}/`);
const category: fc.Arbitrary<AnyCategory> = fc
  .tuple(
    id,
    fc.oneof(
      fc.record({
        ...described,
        class: fc.constant("kind"),
        parent: fc.option(id, { nil: undefined }),
        location: folder,
        actions: ids,
      }),
      fc.record({
        ...described,
        class: fc.constant("mixin"),
        depends: ids,
        applies: ids,
        location: folder,
        actions: ids,
      }),
      fc.record({ ...described, class: fc.constant("action") }),
    ),
  )
  .map(([own, rest]) => present({ ...splitTypeId(own), ...rest }) as AnyCategory);

// ---- what is to be parsed of it ------------------------------------------------------------------------------------

/** Text cannot carry control characters; lists and objects have no form in it but JSON in quotes. */
function carried(rendering: Rendering, value: Value): Value {
  if (isJson(rendering)) return value;
  if (typeof value === "string") return printable(value);
  return typeof value === "object" ? printable(JSON.stringify(value)) : value;
}

function carriedTitle(rendering: Rendering, title: string): string {
  if (isJson(rendering)) return title;
  return printable(rendering === "text/occi" ? title.replace(/[;,]/g, " ") : title.replaceAll(";", ","));
}

function titled(rendering: Rendering, title: string | undefined): { title?: string } {
  return title === undefined ? {} : { title: carriedTitle(rendering, title) };
}

function sentCategory(rendering: Rendering, own: TypeId, className: "kind" | "mixin"): SentCategory {
  const title = isJson(rendering) ? undefined : REGISTRY.find(own)?.title;
  return { ...splitTypeId(own), class: className, ...titled(rendering, title) };
}

function sentAttributes(
  rendering: Rendering,
  core: readonly (readonly [string, Value | undefined])[],
  others: Attributes,
): Map<string, Value> {
  const sent = new Map<string, Value>();
  for (const [key, value] of core) if (value !== undefined) sent.set(`occi.core.${key}`, carried(rendering, value));
  for (const [key, value] of others) sent.set(key, carried(rendering, value));
  return sent;
}

function sentLink(rendering: Rendering, one: Link): SentLink {
  const json = isJson(rendering);
  const { kind, location } = one.target;
  const core = [
    ["id", one.id],
    ["title", one.title],
    ["source", one.source.location],
    ["target", json ? undefined : one.target.location],
  ] as const;
  return {
    target: location,
    rel: kind === undefined ? (json ? [] : [RESOURCE]) : [kind],
    category: [one.kind, ...one.mixins],
    attributes: sentAttributes(rendering, core, one.attributes),
    ...(json ? {} : { self: one.location }),
  };
}

function sentEntity(rendering: Rendering, one: AnyEntity): Representation {
  const json = isJson(rendering);
  const core: [string, Value | undefined][] = [
    ["id", one.id],
    ["title", one.title],
    ["summary", isLink(one) ? undefined : one.summary],
  ];
  if (isLink(one)) {
    core.push(["source", one.source.location], ["target", one.target.location]);
    if (json) core.push(["source.kind", one.source.kind], ["target.kind", one.target.kind]);
  }
  const links = isLink(one) ? [] : one.links.map((inner) => sentLink(rendering, inner));
  for (const action of json ? [] : one.actions) {
    const target = `${one.location}?action=${splitTypeId(action).term}`;
    links.push({ target, rel: [action], category: [], attributes: new Map() });
  }
  return {
    categories: [
      sentCategory(rendering, one.kind, "kind"),
      ...one.mixins.map((mixin) => sentCategory(rendering, mixin, "mixin")),
    ],
    attributes: sentAttributes(rendering, core, one.attributes),
    links,
  };
}

function fullCategory(rendering: Rendering, one: AnyCategory): SentCategory {
  const json = isJson(rendering);
  const parent = one.class === "kind" && one.parent !== undefined ? [one.parent] : [];
  const all = one.class === "mixin" ? one.depends : parent;
  const depends = json ? all : all.slice(0, 1);
  const applies = json && one.class === "mixin" ? one.applies : [];
  return {
    scheme: one.scheme,
    term: one.term,
    class: one.class,
    ...titled(rendering, one.title),
    ...(depends.length === 0 ? {} : { depends }),
    ...(applies.length === 0 ? {} : { applies }),
    ...(one.class === "action" || one.location === undefined ? {} : { location: one.location }),
  };
}

// ---- the properties ------------------------------------------------------------------------------------------------

function parse({ contentType, headers, body }: Rendered) {
  return parseBody({ contentType, headers: new Headers(headers.map(([key, value]) => [key, value])), body });
}

const REPRESENTING = OFFERED.filter((rendering) => rendering !== "text/uri-list");

describe.each(REPRESENTING)("%s", (rendering) => {
  test(
    "entities and their links",
    () => {
      fc.assert(
        fc.property(entity, (one) => {
          const sent = parse(renderEntity(rendering, one, REGISTRY));
          expect(sent).toEqual({ representations: [sentEntity(rendering, one)], locations: [] });
        }),
        { numRuns },
      );
    },
    TIMEOUT,
  );
  test(
    "categories",
    () => {
      fc.assert(
        fc.property(
          fc.uniqueArray(category, { maxLength: 4, selector: ({ scheme, term }) => scheme + term }),
          (all) => {
            const sent = parse(renderCategories(rendering, all));
            // JSON has a list for each class.
            const order = isJson(rendering) ? ["kind", "mixin", "action"] : [undefined];
            const sorted = order.flatMap((one) => all.filter((each) => one === undefined || each.class === one));
            const categories = sorted.map((each) => fullCategory(rendering, each));
            expect(sent).toEqual({
              representations: [{ categories, attributes: new Map(), links: [] }],
              locations: [],
            });
          },
        ),
        { numRuns },
      );
    },
    TIMEOUT,
  );
});

test.each(OFFERED)(
  "%s: locations",
  (rendering) => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 5 }), (paths) => {
        const { locations } = parse(renderLocations(rendering, paths, BASE));
        expect(locations).toEqual(paths.map((each) => BASE + each));
      }),
      { numRuns },
    );
  },
  TIMEOUT,
);
