import { api, ask } from "../../api/client";
import { Problem, problemOf } from "../../api/problem";

interface Sending {
  type: string;
  /** How much of the file is sent, 0 to 1; at 1 the server works on it. */
  onPart: (part: number) => void;
  signal: AbortSignal;
}

/** send posts a file as it is. XMLHttpRequest tells how far it is; fetch does not. Throws a Problem. */
export function send<T>(address: string, file: Blob, { type, onPart, signal }: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Content-Type", type);
    request.upload.addEventListener("progress", (e) => e.lengthComputable && onPart(e.loaded / e.total));
    request.addEventListener("error", () => reject(new Problem(0)));
    request.addEventListener("abort", () => reject(new Problem(0)));
    request.addEventListener("load", () => {
      const body = read(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as T);
      else reject(problemOf(new Response(null, { status: request.status, headers: { "Retry-After": request.getResponseHeader("Retry-After") ?? "" } }), body));
      if (request.status === 401) void ask(api.GET("/api/v1/me")).catch(() => undefined); // opens the sign-in over the screen
    });
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** save hands a file to the person. */
export function save(name: string, parts: BlobPart[], type: string) {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
