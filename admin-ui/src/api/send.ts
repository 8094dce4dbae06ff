import { api, ask, wrote } from "./client";
import { Problem, problemOf } from "./problem";

interface Sending {
  headers: Record<string, string>;
  /** How much of the file is sent, 0 to 1; at 1 the server works on it. */
  onPart: (part: number) => void;
  signal: AbortSignal;
}

/** send posts a file as it is. XMLHttpRequest tells how far it is; fetch does not. Throws a Problem. */
export function send<T>(address: string, file: Blob, { headers, onPart, signal }: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (e) => e.lengthComputable && onPart(e.loaded / e.total));
    request.addEventListener("error", () => reject(new Problem(0)));
    request.addEventListener("abort", () => reject(new Problem(0)));
    request.addEventListener("load", () => {
      wrote(request.getResponseHeader("Portico-Sequence"));
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
