/** One image of the list. */
import { isMine, mayChange } from "../../data/ownership.ts";
import { mebibytes } from "../../format.ts";
import type { Image } from "../../model.ts";
import { MachineLinks, Menu } from "../../parts/index.ts";
import { text } from "../../text/index.ts";

export type ImageAction = "rename" | "clone" | "persistent" | "delete";

/** By STATE of oned: images in these states can be copied, whatever their owner. Source: `ImageManager::set_clone_state`. */
const CLONED = ["READY", "USED", "CLONE"];

/** The actions that are possible now. */
export function actionsOf(image: Image): readonly ImageAction[] {
  const { state } = image.oned;
  const own = mayChange(image) && image.state !== "deleting";
  return [
    ...(CLONED.includes(state) ? ["clone" as const] : []),
    ...(own ? ["rename" as const] : []),
    ...(own && state === "READY" ? ["persistent" as const] : []),
    ...(own ? ["delete" as const] : []),
  ];
}

function State({ image: { state, message, error } }: { readonly image: Image }) {
  const { images } = text.value;
  return (
    <div class={`state image-${state}`}>
      <span class="state-word">{images.states[state]}</span>
      {message !== null && <span class="state-message">{message}</span>}
      {error !== null && (
        <span class="state-error" title={error}>
          {error}
        </span>
      )}
    </div>
  );
}

interface RowProps {
  readonly image: Image;
  readonly onAction: (action: ImageAction) => void;
}

export function ImageRow({ image, onAction }: RowProps) {
  const { images, machines, common } = text.value;
  const { name, description, type, sizeMiB, persistent, owner } = image;
  const words: Readonly<Record<string, string>> = images.types;
  const labels: Readonly<Record<ImageAction, string>> = {
    rename: common.rename,
    clone: images.clone,
    persistent: persistent ? images.makeNotPersistent : images.makePersistent,
    delete: common.delete,
  };
  const actions = actionsOf(image);
  return (
    <li class="thing">
      <div class="thing-name">
        <span class="name">{name}</span>
        <div class="row-about">
          <span>{words[type] ?? type}</span>
          <span>{mebibytes(sizeMiB)}</span>
          {persistent && <span>{images.persistent}</span>}
          {description !== null && description !== "" && <span>{description}</span>}
          {!isMine(image) && <span>{machines.owner(owner.name)}</span>}
        </div>
      </div>
      <State image={image} />
      <div class="thing-users">
        {image.machines.length === 0 ? (
          <span class="muted small">{images.unused}</span>
        ) : (
          <>
            <span class="muted small">{images.usedBy}</span>
            <MachineLinks ids={image.machines} />
          </>
        )}
      </div>
      <div class="thing-actions">
        {actions.length > 0 && (
          <Menu
            label={machines.actionsOf(name)}
            items={actions.map((action) => ({
              label: labels[action],
              danger: action === "delete",
              onClick: () => onAction(action),
            }))}
          />
        )}
      </div>
    </li>
  );
}
