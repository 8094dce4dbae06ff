/** An entry as the delivery API answers it; T is the name of its type, F its fields. */
export interface Entry<T extends string = string, F = unknown> {
  readonly id: string;
  readonly type: T;
  /** The site that was asked. */
  readonly site: string;
  /** The site or space that the entry comes from, where it is not that site's own. */
  readonly inheritedFrom?: string;
  readonly locale: string;
  readonly status: "published" | (string & {});
  readonly version: number;
  /** RFC 3339. */
  readonly publishedAt: string;
  /** RFC 3339. */
  readonly updatedAt: string;
  readonly fields: F;
  /** The locale that each field comes from, where it is not the one that was asked for. */
  readonly fallback?: Readonly<Record<string, string>>;
}

/** The answer of /v1/sites/{site}/entries/{type}. */
export interface EntryList<E> {
  readonly data: readonly E[];
  readonly page: Paging;
  readonly meta: Meta;
}

/** The answer of /v1/sites/{site}/entries/{type}/{id or slug}. */
export interface EntryAnswer<E> {
  readonly data: E;
  readonly meta: Meta;
}

/** Where a list goes on: next and prev are values of page[after]. */
export interface Paging {
  readonly size: number;
  readonly next?: string;
  readonly prev?: string;
  /** How many there are in all, with count=exact. */
  readonly total?: number;
}

/** What an answer says of itself. */
export interface Meta {
  readonly locale: string;
  readonly view: string;
  readonly generation: number;
  readonly fallback?: Readonly<Record<string, string>>;
  /** References, "type/id", whose target is not published here: they were left out. */
  readonly unresolved?: readonly string[];
}

/** A reference, "type/id". One that include names has the entry with it: `if (ref.fields) …`. */
export type Reference<E extends Entry<string, unknown>> = { readonly $ref: string; readonly fields?: undefined } | Inlined<E>;

/** A reference with its entry. */
export type Inlined<E extends Entry<string, unknown>> = E extends Entry<string, unknown>
  ? { readonly $ref: string } & Pick<E, "id" | "type" | "fields"> & Partial<E>
  : never;

/** An image, film, sound or document. One that is gone has its id alone. */
export interface MediaReference {
  readonly $media: string;
  /** Below the address of the delivery node. */
  readonly url?: string;
  /** Media type. */
  readonly type?: string;
  /** Pixels, where they are known. */
  readonly width?: number;
  readonly height?: number;
  /** Alternative text in the locale of the answer, or the next of its chain. */
  readonly alt?: string;
}

/** A place on earth, in degrees of WGS 84. */
export interface GeoPoint {
  readonly lat: number;
  readonly lng: number;
}

/** Text with structure: HTML, or a tree whose root is of type doc. */
export type RichText = string | RichTextNode;

/** A node of rich text. */
export interface RichTextNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly RichTextNode[];
  readonly text?: string;
  readonly marks?: readonly RichTextMark[];
}

/** What a text in rich text is: bold, a link… */
export interface RichTextMark {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
}
