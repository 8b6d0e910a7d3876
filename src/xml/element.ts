/** The tree that `xml/read.ts` gives for documents from clients. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The element's own character data, runs joined; what stands only between child elements as layout is left out. */
  readonly text: string;
}
