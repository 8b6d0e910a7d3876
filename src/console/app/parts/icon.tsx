/** Icons in the colour of the text. Screen readers ignore them. */

const PATHS = {
  machines: "M4 5h16v10H4zM9 19h6M12 15v4",
  new: "M12 5v14M5 12h14",
  images:
    "M12 4c4.4 0 7 1.2 7 2.8v10.4c0 1.6-2.6 2.8-7 2.8s-7-1.2-7-2.8V6.8C5 5.2 7.6 4 12 4zM5 6.8c0 1.6 2.6 2.8 7 2.8s7-1.2 7-2.8M5 12c0 1.6 2.6 2.8 7 2.8s7-1.2 7-2.8",
  networks: "M9 4h6v5H9zM3 15h6v5H3zM15 15h6v5h-6zM12 9v3M6 15v-3h12v3",
  usage: "M5 20V11M10 20V5M15 20v-7M20 20V8",
  account: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1.2-3.6 4-5 7.5-5s6.3 1.4 7.5 5",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  check: "M5 12.5 10 17.5 19 7",
  more: "M5.5 12h.01v.6h-.01zM12 12h.01v.6H12zM18.5 12h.01v.6h-.01z",
  close: "M6 6l12 12M18 6 6 18",
  back: "M14.5 5.5 8 12l6.5 6.5",
  start: "M8 5.5v13l11-6.5z",
  screen: "M4 5h16v11H4zM8 20h8M12 16v4",
  keyboard: "M3 7h18v10H3zM7 10.5h.01M10.5 10.5h.01M14 10.5h.01M17.5 10.5h.01M8 14h8",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  scale: "M4 4h16v16H4zM8 16l8-8M12 8h4v4",
  stop: "M12 4v8M7.5 7.2a7 7 0 1 0 9 0",
  warning: "M12 4 3 20h18zM12 10v4M12 17h.01",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.5h.01",
  out: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  cloud: "M7 18a4.5 4.5 0 0 1-.6-8.96 6.5 6.5 0 0 1 12.5 1.47A3.8 3.8 0 0 1 18.2 18z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
