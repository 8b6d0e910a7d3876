/** The uploads: how far each is, and what can be done about it. */
import { bytes, duration } from "../../format.ts";
import { Button, ErrorNote } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { secondsLeft } from "./speed.ts";
import { again, cancel, dismiss, isUnderWay, type Upload, uploads } from "./uploads.ts";

function stateText({ file, state }: Upload): string {
  const { images } = text.value;
  switch (state.is) {
    case "sending": {
      const { sent, rate } = state;
      const left = secondsLeft(file.size - sent, rate);
      return [
        images.sentOf(bytes(sent), bytes(file.size)),
        ...(rate === undefined ? [] : [images.rate(bytes(rate))]),
        ...(left === undefined ? [] : [images.timeLeft(duration(left))]),
      ].join(" · ");
    }
    case "failed":
      return state.error.status === 0 ? images.cut : images.refused;
    default:
      return images.uploadStates[state.is];
  }
}

function partOf({ file, state }: Upload): number {
  if (state.is === "sending") return file.size === 0 ? 0 : state.sent / file.size;
  return state.is === "storing" || state.is === "done" ? 1 : 0;
}

function UploadLine({ upload }: { readonly upload: Upload }) {
  const { images, common } = text.value;
  const { id, document, state } = upload;
  const { name } = document;
  const percent = Math.round(partOf(upload) * 100);
  return (
    <li class="upload">
      <div class="line-text">
        <span class="name">{name}</span>
        <span class="muted small">{stateText(upload)}</span>
      </div>
      <div class="upload-buttons">
        {isUnderWay(upload) && (
          <Button label={images.cancelUpload(name)} onClick={() => cancel(id)}>
            {common.cancel}
          </Button>
        )}
        {(state.is === "failed" || state.is === "cancelled") && (
          <Button label={images.uploadAgain(name)} onClick={() => again(id)}>
            {images.again}
          </Button>
        )}
        {!isUnderWay(upload) && (
          <Button look="quiet" icon="close" label={images.dismiss(name)} onClick={() => dismiss(id)} />
        )}
      </div>
      {isUnderWay(upload) && state.is !== "waiting" && (
        <progress class="upload-progress" aria-label={images.progressOf(name)} max={100} value={percent} />
      )}
      {state.is === "failed" && state.error.status !== 0 && <ErrorNote error={state.error} />}
    </li>
  );
}

export function Queue() {
  const { images } = text.value;
  const all = uploads.value;
  if (all.length === 0) return null;
  return (
    <section class="card section uploads" aria-labelledby="uploads">
      <h2 id="uploads">{images.uploads}</h2>
      <ul class="lines">
        {all.map((upload) => (
          <UploadLine key={upload.id} upload={upload} />
        ))}
      </ul>
      {all.some(isUnderWay) && <p class="muted small">{images.stay}</p>}
    </section>
  );
}
