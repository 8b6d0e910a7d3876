/** The templates as cards. */
import { useState } from "preact/hooks";
import { templates } from "../../data/templates.ts";
import { mebibytes, number } from "../../format.ts";
import { useLive } from "../../live.ts";
import type { Template } from "../../model.ts";
import { Emblem } from "../../parts/emblem.tsx";
import { Empty, ErrorNote, Icon, Loading, Search } from "../../parts/index.ts";
import { href } from "../../router.ts";
import { language, text } from "../../text/index.ts";

function sizeOf({ cpu, memoryMiB }: Template): string {
  const { newMachine } = text.value;
  return [
    ...(cpu === null ? [] : [newMachine.cpus(number(cpu))]),
    ...(memoryMiB === null ? [] : [mebibytes(memoryMiB)]),
  ].join(" · ");
}

function TemplateCard({ template }: { readonly template: Template }) {
  const { id, name, description, logo } = template;
  return (
    <li>
      <a class="template-card card" href={href(`/new/${id}`)}>
        <Emblem name={name} logo={logo} />
        <span class="template-text">
          <span class="template-name">{name}</span>
          {description !== null && <span class="template-about">{description}</span>}
          <span class="template-size">{sizeOf(template)}</span>
        </span>
      </a>
    </li>
  );
}

function matches({ name, description }: Template, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [name, description ?? ""].some((one) => one.toLowerCase().includes(wanted));
}

export function TemplateCards() {
  const { data, error, refresh } = useLive(templates);
  const { newMachine } = text.value;
  const [search, setSearch] = useState("");
  const all = data.value;
  const found = (all ?? [])
    .filter((template) => matches(template, search))
    .toSorted((a, b) => a.name.localeCompare(b.name, language.value));
  return (
    <>
      <div class="head">
        <div>
          <h1>{newMachine.title}</h1>
          <p class="muted">{newMachine.pick}</p>
        </div>
        <div class="head-tools">
          <Search label={newMachine.search} value={search} onInput={setSearch} />
        </div>
      </div>
      {error.value !== undefined && <ErrorNote error={error.value} retry={() => void refresh()} />}
      {all === undefined && error.value === undefined && <Loading />}
      {all !== undefined && all.length > 0 && found.length === 0 && (
        <Empty icon="search" title={newMachine.noMatch(search)} />
      )}
      {all?.length === 0 && <p class="muted no-templates">{newMachine.noTemplates}</p>}
      <ul class="template-cards">
        {found.map((template) => (
          <TemplateCard key={template.id} template={template} />
        ))}
        {all !== undefined && search === "" && (
          <li>
            <a class="template-card card other" href={href("/new/image")}>
              <span class="emblem plain">
                <Icon name="images" size={24} />
              </span>
              <span class="template-text">
                <span class="template-name">{newMachine.fromImage}</span>
                <span class="template-about">{newMachine.fromImageNote}</span>
              </span>
            </a>
          </li>
        )}
      </ul>
    </>
  );
}
