/** Pieces of oned's documents. Values come from templates and names, which oned refuses when they hold `]]>`. */

/** A value in CDATA, as oned writes most of them. */
export function cdata(name: string, value: string | number): string {
  return `<${name}><![CDATA[${value}]]></${name}>`;
}

/** A value as it is: numbers, and the few names that oned does not wrap. */
export function plain(name: string, value: string | number): string {
  return `<${name}>${value}</${name}>`;
}

/** An element that oned writes as `<NAME/>` when it has no value. */
export function cdataOrEmpty(name: string, value: string | undefined): string {
  return value === undefined || value === "" ? `<${name}/>` : cdata(name, value);
}

/** A list of ids. */
export function ids(name: string, list: Iterable<number>): string {
  return `<${name}>${[...list].map((id) => plain("ID", id)).join("")}</${name}>`;
}

/** Text for an XML-RPC string: oned escapes these three and nothing else. */
export function encode(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
