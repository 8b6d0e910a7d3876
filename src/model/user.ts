/** Users as OpenNebula's XML has them. */

/** A tree of quota elements, copied from oned as it is: element name and text or children. */
export interface QuotaElement {
  readonly name: string;
  readonly text?: string;
  readonly children?: readonly QuotaElement[];
}

export interface User {
  readonly id: number;
  readonly name: string;
  readonly group: string;
  /** DATASTORE_QUOTA, NETWORK_QUOTA, VM_QUOTA, IMAGE_QUOTA; absent in lists, whose answer from oned has none. */
  readonly quotas?: readonly QuotaElement[];
  /** When each login token expires, in seconds since 1970, undefined for never; absent in lists. Never a token. */
  readonly tokenEnds?: readonly (number | undefined)[];
}
