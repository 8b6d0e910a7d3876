/** A text with a button that copies it. */
import { useEffect, useState } from "preact/hooks";
import { text } from "../text/index.ts";
import { announce } from "../toast.ts";
import { Icon } from "./icon.tsx";

/** Milliseconds that the button says that it has copied. */
const SHOWN_MS = 1_500;

/** @param value what is copied, and shown unless there is `shown`. */
export function Copy({ value, shown = value }: { readonly value: string; readonly shown?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const { common } = text.value;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    announce(common.copied(value));
  };
  return (
    <button
      type="button"
      class="copy"
      title={common.copy}
      aria-label={common.copyValue(value)}
      onClick={() => void copy()}
    >
      <span class="copy-text">{shown}</span>
      <Icon name={copied ? "check" : "copy"} size={14} />
    </button>
  );
}
