/** New machine: cards of templates, then one page. */
import { images } from "../../data/images.ts";
import { me } from "../../data/me.ts";
import { networks } from "../../data/networks.ts";
import { sizes } from "../../data/sizes.ts";
import { templates } from "../../data/templates.ts";
import { useLive } from "../../live.ts";
import { ButtonLink, Empty, ErrorNote, Loading } from "../../parts/index.ts";
import type { ScreenProps } from "../../screen-props.ts";
import { text } from "../../text/index.ts";
import { TemplateCards } from "./cards.tsx";
import { NewForm } from "./form.tsx";

/** The form, once all that it needs is there. @param template its id, or "image". */
function FormOf({ template }: { readonly template: string }) {
  const needed = [useLive(templates), useLive(images), useLive(networks), useLive(sizes), useLive(me)] as const;
  const [allTemplates, allImages, allNetworks, allSizes, user] = [
    templates.data.value,
    images.data.value,
    networks.data.value,
    sizes.data.value,
    me.data.value,
  ];
  if (!(allTemplates && allImages && allNetworks && allSizes && user)) {
    const failed = needed.find(({ error }) => error.value !== undefined);
    if (failed?.error.value === undefined) return <Loading />;
    return <ErrorNote error={failed.error.value} retry={() => void failed.refresh()} />;
  }
  const found = allTemplates.find(({ id }) => String(id) === template);
  if (found === undefined && template !== "image") {
    const { newMachine } = text.value;
    return (
      <>
        <h1 class="unseen">{newMachine.title}</h1>
        <Empty icon="warning" title={newMachine.noTemplate}>
          <ButtonLink to="/new">{newMachine.back}</ButtonLink>
        </Empty>
      </>
    );
  }
  return (
    <NewForm key={template} template={found} images={allImages} networks={allNetworks} sizes={allSizes} user={user} />
  );
}

export default function New({ params: { template } }: ScreenProps) {
  return template === undefined ? <TemplateCards /> : <FormOf template={template} />;
}
