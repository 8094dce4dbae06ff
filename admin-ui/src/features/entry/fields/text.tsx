import { ColorSwatch, Group, MultiSelect, NumberInput, Select, Switch, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { language } from "../../../kit/language";
import { useStore } from "../../../kit/store";
import { labelIn, useTexts } from "../../../kit/texts";
import { common } from "../../../kit/texts-common";
import { useEditing, useValue } from "../context";
import { texts } from "../texts";
import { type FieldProps, Frame, useAria } from "./frame";

const words = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const orNothing = (text: string) => (text === "" ? undefined : text);

const inputs: Record<string, { type?: string; inputMode?: "decimal" | "email" | "tel" | "url"; placeholder?: string }> = {
  decimal: { inputMode: "decimal", placeholder: "12.50" },
  duration: { placeholder: "P1Y6M, PT1H30M" },
  email: { inputMode: "email", placeholder: "name@example.com" },
  telephone: { inputMode: "tel", placeholder: "+41 44 123 45 67" },
  url: { inputMode: "url", placeholder: "https://… /…" },
};

/** Line is one line of text, of whatever kind. */
export function Line({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const locale = useStore(language);
  const { type } = useEditing();
  const [value, set] = useValue(path);
  const aria = useAria({ field, path });
  const from = field.from ? labelIn(type.fields.find((f) => f.name === field.from)?.label, locale) : "";
  const text = words(value);
  if (field.kind === "text" && (field.maxLength ?? 0) > 200) {
    return (
      <Frame field={field} path={path}>
        <Textarea {...aria} autosize minRows={2} maxRows={8} dir="auto" value={text} onChange={(e) => set(orNothing(e.currentTarget.value.replace(/\s*\n\s*/g, " ")))} />
        <Length field={field} text={text} />
      </Frame>
    );
  }
  return (
    <Frame field={field} path={path}>
      <TextInput
        {...aria} {...inputs[field.kind]} dir={field.kind === "text" ? "auto" : undefined} value={text} onChange={(e) => set(orNothing(e.currentTarget.value))}
        placeholder={from ? t("slug.help", { field: from }) : inputs[field.kind]?.placeholder}
        rightSection={<Length field={field} text={text} />} rightSectionWidth={field.maxLength ? 72 : undefined} rightSectionPointerEvents="none"
      />
    </Frame>
  );
}

/** Length says how much of what is allowed is used, once it matters. */
function Length({ field, text }: { field: FieldProps["field"]; text: string }) {
  const length = [...text].length;
  if (!field.maxLength || length < field.maxLength * 0.7) return null;
  return <Text size="xs" c={length > field.maxLength ? "red" : "dimmed"}>{length}/{field.maxLength}</Text>;
}

export function Long({ field, path }: FieldProps) {
  const [value, set] = useValue(path);
  const aria = useAria({ field, path });
  const text = words(value);
  return (
    <Frame field={field} path={path}>
      <Textarea {...aria} autosize minRows={3} maxRows={20} dir="auto" value={text} onChange={(e) => set(orNothing(e.currentTarget.value))} />
      <Length field={field} text={text} />
    </Frame>
  );
}

export function Numeric({ field, path }: FieldProps) {
  const [value, set] = useValue(path);
  const aria = useAria({ field, path });
  return (
    <Frame field={field} path={path}>
      <NumberInput
        {...aria} value={typeof value === "number" ? value : ""} onChange={(v) => set(typeof v === "number" ? v : undefined)} allowDecimal={field.kind === "number"}
        min={field.minimum} max={field.maximum} clampBehavior="none" maw={240} hideControls
      />
    </Frame>
  );
}

export function Flag({ field, path }: FieldProps) {
  const c = useTexts(common);
  const { locked } = useEditing();
  const [value, set] = useValue(path);
  const { readOnly: _, error: __, ...aria } = useAria({ field, path });
  return (
    <Frame field={field} path={path}>
      <Switch {...aria} checked={value === true} label={c(value === true ? "yes" : "no")} disabled={locked !== false} onChange={(e) => set(e.currentTarget.checked)} />
    </Frame>
  );
}

export function Choice({ field, path }: FieldProps) {
  const c = useTexts(common);
  const locale = useStore(language);
  const [value, set] = useValue(path);
  const aria = useAria({ field, path });
  const data = (field.values ?? []).map((v) => ({ value: v.value, label: labelIn(v.label, locale) }));
  if (field.many) {
    return (
      <Frame field={field} path={path}>
        <MultiSelect {...aria} data={data} value={(value as string[] | undefined) ?? []} onChange={(v) => set(v.length > 0 ? v : undefined)} />
      </Frame>
    );
  }
  return (
    <Frame field={field} path={path}>
      <Select {...aria} data={data} value={(value as string | undefined) ?? null} onChange={(v) => set(v ?? undefined)} clearable={!field.required} searchable={data.length > 10} clearButtonProps={{ "aria-label": c("clear") }} maw={360} />
    </Frame>
  );
}

export function Tags({ field, path }: FieldProps) {
  const [value, set] = useValue(path);
  const aria = useAria({ field, path });
  return (
    <Frame field={field} path={path}>
      <TagsInput {...aria} value={(value as string[] | undefined) ?? []} onChange={(v) => set(v.length > 0 ? v : undefined)} />
    </Frame>
  );
}

export function Color({ field, path }: FieldProps) {
  const [value, set] = useValue(path);
  const aria = useAria({ field, path });
  const text = words(value);
  return (
    <Frame field={field} path={path}>
      <TextInput
        {...aria} maw={360} value={text} placeholder="#0b5563, {color.brand.primary}" onChange={(e) => set(orNothing(e.currentTarget.value))}
        leftSection={/^(#|rgb|hsl|ok|lab|lch)/.test(text) ? <ColorSwatch color={text} size={18} aria-hidden /> : null}
      />
    </Frame>
  );
}

export function Place({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const [value, set] = useValue(path);
  const aria = useAria({ field, path });
  const now = (value ?? {}) as { lat?: number; lng?: number };
  const change = (part: object) => {
    const next = { ...now, ...part };
    set(next.lat === undefined && next.lng === undefined ? undefined : next);
  };
  return (
    <Frame field={field} path={path} group>
      <Group>
        {(["lat", "lng"] as const).map((axis) => (
          <NumberInput
            key={axis} label={t(axis)} value={now[axis] ?? ""} error={aria.error} readOnly={aria.readOnly} onChange={(v) => change({ [axis]: typeof v === "number" ? v : undefined })} decimalScale={6}
            min={axis === "lat" ? -90 : -180} max={axis === "lat" ? 90 : 180} clampBehavior="none" hideControls w={160}
          />
        ))}
      </Group>
    </Frame>
  );
}

export function Computed({ field, path }: FieldProps) {
  const t = useTexts(texts);
  const [value] = useValue(path);
  return (
    <Frame field={field} path={path}>
      <TextInput id={useAria({ field, path }).id} readOnly variant="filled" value={words(value)} description={t("computed")} />
    </Frame>
  );
}
