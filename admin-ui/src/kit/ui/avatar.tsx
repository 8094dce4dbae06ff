import { Tooltip } from "@mantine/core";
import { initials } from "../initials";

const hues = ["blue", "green", "yellow", "accent", "gray"];

/** hueOf gives somebody the same colour everywhere. */
export const hueOf = (id: string): string => hues[[...id].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 9973, 7) % hues.length] ?? "gray";

/** Avatar is somebody in two letters and a colour. What it says of them is its tooltip, and its name for who does not see it; without
    that it is decoration beside a name. */
export function Avatar({ id, name, says, size = 24 }: { id: string; name: string; says?: string; size?: number }) {
  const picture = (
    <span className="p-avatar" data-hue={hueOf(id)} data-initials={initials(name)} style={{ inlineSize: size, blockSize: size, fontSize: size * 0.42 }} {...(says ? { role: "img", "aria-label": says } : { "aria-hidden": true })} />
  );
  return says ? <Tooltip label={says}>{picture}</Tooltip> : picture;
}
