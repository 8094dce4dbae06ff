/* A ZIP archive without compression: token files are small, and every system opens it. APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12, 4.3.16. */

export interface ArchiveFile {
  path: string;
  text: string;
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

export function crc32(data: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of data) c = (table[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Fields are pairs of a number and its length in bytes, the lowest byte first. */
function fields(...list: [number, number][]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(list.reduce((n, [, size]) => n + size, 0));
  let at = 0;
  for (const [value, size] of list) {
    for (let i = 0; i < size; i += 1) out[at + i] = (value / 2 ** (8 * i)) & 0xff;
    at += size;
  }
  return out;
}

const utf8 = 0x0800; // bit 11: names are UTF-8
const date = 0x0021; // 1 January 1980: the archive of the same files is the same bytes

/** zip gives the bytes of an archive of some files. */
export function zip(files: ArchiveFile[]): Uint8Array<ArrayBuffer>[] {
  const encode = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const file of files) {
    const [name, data] = [encode(file.path), encode(file.text)];
    const common: [number, number][] = [[20, 2], [utf8, 2], [0, 2], [0, 2], [date, 2], [crc32(data), 4], [data.length, 4], [data.length, 4], [name.length, 2], [0, 2]];
    const local = fields([0x04034b50, 4], ...common);
    parts.push(local, name, data);
    directory.push(fields([0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), name);
    offset += local.length + name.length + data.length;
  }
  const size = directory.reduce((n, part) => n + part.length, 0);
  const end = fields([0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [size, 4], [offset, 4], [0, 2]);
  return [...parts, ...directory, end];
}

/** save has the browser keep a file. */
export function save(name: string, type: string, parts: BlobPart[]) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
