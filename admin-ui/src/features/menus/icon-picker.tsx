import { Button, Group, Popover, Text, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTexts } from "../../kit/texts";
import { iconsQuery, type Drawing } from "./icons";
import type { At } from "./queries";
import { texts } from "./texts";

interface Props {
  at: At;
  value: string | undefined;
  /** Whose design system draws them. */
  site: string;
  locale: string;
  readOnly: boolean;
  onChange: (icon: string | undefined) => void;
}

/** IconPicker chooses an icon of the design system by its drawing. One that is not in the list can be named. */
export function IconPicker({ value, site, locale, readOnly, onChange }: Props) {
  const t = useTexts(texts);
  const label = useId();
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState("");
  const icons = useQuery({ ...iconsQuery(site, locale, value ? [value] : []), enabled: site !== "" && (open || value !== undefined) });
  const now = icons.data?.find((i) => i.name === value);
  const found = (icons.data ?? []).filter((i) => i.name.includes(words.trim().toLowerCase()));
  const choose = (name: string) => {
    onChange(name);
    setOpen(false);
  };
  return (
    <div>
      <Text size="sm" fw={500} id={label} mb={3}>{t("icon")}</Text>
      <Group gap="xs">
        <Popover opened={open} onChange={setOpen} width={340} position="bottom-start" trapFocus shadow="md">
          <Popover.Target>
            <Button variant="default" disabled={readOnly} onClick={() => setOpen(!open)} leftSection={now && <Drawn icon={now} />} aria-describedby={label}>{value ?? t("icon.choose")}</Button>
          </Popover.Target>
          <Popover.Dropdown aria-label={t("icon")}>
            <TextInput aria-label={t("icon.search")} placeholder={t("icon.search")} value={words} onChange={(e) => setWords(e.currentTarget.value)} data-autofocus />
            <div className="p-icons">
              {found.map((icon) => (
                <button key={icon.name} type="button" className="p-icon" aria-pressed={icon.name === value} onClick={() => choose(icon.name)} title={icon.name} aria-label={icon.name}><Drawn icon={icon} /></button>
              ))}
            </div>
            {found.length === 0 && /^[a-z0-9][a-z0-9-]*$/.test(words) && (
              <Button size="compact-sm" variant="default" onClick={() => choose(words)}>{t("icon.use", { name: words })}</Button>
            )}
          </Popover.Dropdown>
        </Popover>
        {value && !readOnly && <Button variant="subtle" color="gray" leftSection={<IconX size={15} />} onClick={() => onChange(undefined)}>{t("icon.none")}</Button>}
      </Group>
    </div>
  );
}

/** Drawn draws an icon in the colour of the text around it. */
function Drawn({ icon }: { icon: Drawing }) {
  return icon.src ? <span className="p-drawn" style={{ maskImage: `url("${icon.src}")` }} aria-hidden /> : <span aria-hidden>{icon.name.slice(0, 2)}</span>;
}
