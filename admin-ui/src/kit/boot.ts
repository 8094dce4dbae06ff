/** What the server wrote into the page. */
export const boot = read(document.getElementById("root")?.dataset ?? {});

function read(data: DOMStringMap) {
  return {
    /** Address of the delivery plane, without a slash at its end; "" where none is known. */
    delivery: (data.delivery ?? "").replace(/\/$/, ""),
    version: data.version ?? "",
    signedIn: data.signedIn === "true",
    /** Marks style elements as ours; scripts read it from the property, for the attribute is hidden from them. */
    nonce: document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "",
  };
}
