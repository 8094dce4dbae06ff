import { Textarea, TextInput } from "@mantine/core";

export type ByLocale = Record<string, string>;

interface Props {
  label: string;
  locales: readonly string[];
  value: ByLocale | undefined;
  onChange: (next: ByLocale) => void;
  placeholder?: string;
  long?: boolean;
}

/** PerLocale is one text in each language of a site; an empty one is none. */
export function PerLocale({ label, locales, value = {}, onChange, placeholder, long = false }: Props) {
  const put = (tag: string, text: string) => {
    const rest = Object.entries({ ...value, [tag]: text }).filter(([, v]) => v !== "");
    onChange(Object.fromEntries(rest));
  };
  return (
    <fieldset className="p-per-locale">
      <legend>{label}</legend>
      {[...new Set([...locales, ...Object.keys(value)])].map((tag) => {
        const rest = { "aria-label": `${label} (${tag})`, leftSection: <span className="p-locale-tag" aria-hidden>{tag}</span>, leftSectionWidth: 58, value: value[tag] ?? "", placeholder, lang: tag };
        return long
          ? <Textarea key={tag} {...rest} autosize minRows={1} maxRows={5} onChange={(e) => put(tag, e.currentTarget.value)} />
          : <TextInput key={tag} {...rest} onChange={(e) => put(tag, e.currentTarget.value)} />;
      })}
    </fieldset>
  );
}
