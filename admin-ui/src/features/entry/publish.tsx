import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconChevronDown, IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import type { ContentType } from "../../kit/model";
import { accessQuery } from "../../kit/permissions";
import { sayItem } from "../../kit/item-texts";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import { MenuAction } from "../../kit/ui/menu-action";
import { useFieldName } from "./field-name";
import { jump } from "./jump";
import type { EntryStore } from "./store";
import { texts } from "./texts";
import { texts as publishing } from "./texts-publish";
import { approved, endable, waiting } from "./underway";
import { useLanguages } from "./use-languages";

const PublishDialog = lazy(() => import("./publish-dialog"));
const EndDialog = lazy(() => import("./end-dialog"));

/** How a draft goes out: at once, at a time, with others in a release, or once somebody has approved it. */
export type How = "now" | "later" | "release" | "review";

type Task = { kind: "publish"; how: How; locales: string[] } | { kind: "end"; later: boolean };

interface Props {
  store: EntryStore;
  type: ContentType;
  title: string;
  locales: string[];
  locale: string;
  opened: boolean;
  onOpen: (opened: boolean) => void;
}

/** Publish is the button and the menu beside it; each opens a dialog. Before, what is written is saved. */
export function Publish({ store, type, title, locales, locale, opened, onOpen }: Props) {
  const t = useTexts(texts);
  const p = useTexts(publishing);
  const { name } = useLanguages();
  const entry = useStore(store.entry);
  const [task, setTask] = useState<Task>();
  const { may, reason } = useReasons(store, type, locale);
  const all = locales.filter((l) => waiting(entry, l));
  const usual: Task = { kind: "publish", how: "now", locales: waiting(entry, locale) ? [locale] : all };
  const now = task ?? (opened ? usual : undefined);
  const begin = async (next: Task) => {
    await store.save();
    if (store.saving.get().state !== "saved") return;
    setTask(next);
    if (next.kind === "publish") onOpen(true);
  };
  const close = () => {
    setTask(undefined);
    onOpen(false);
  };
  const publish = (how: How, tags = usual.locales) => () => void begin({ kind: "publish", how, locales: tags });
  const unwritten = entry.locales[locale] === undefined && p("menu.unwritten");
  const silent = all.length === 0 && t("publish.nothing");
  const ends = endable(entry).length === 0 && p("menu.notLive");
  return (
    <>
      <Button.Group>
        <Action leftSection={<IconSend size={16} />} onClick={() => void begin(usual)} reason={reason.main}>{t("publish")}</Action>
        <Menu portalProps={{ target: "#main" }}>
          <Menu.Target><ActionIcon size="input-sm" variant="filled" color="porphyry" className="p-split" aria-label={p("menu")}><IconChevronDown size={16} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <MenuAction reason={may.publish || unwritten} onClick={publish("now", [locale])}>{p("menu.one", { locale: name(locale) })}</MenuAction>
            <MenuAction reason={may.publish || silent} onClick={publish("now", all)}>{p("menu.all")}</MenuAction>
            <MenuAction reason={may.publish} onClick={publish("later")}>{p("menu.later")}</MenuAction>
            <MenuAction reason={may.release} onClick={publish("release")}>{p("menu.release")}</MenuAction>
            <MenuAction reason={may.submit || silent} onClick={publish("review")}>{p("menu.review")}</MenuAction>
            <Menu.Divider />
            <MenuAction reason={may.end || ends} onClick={() => void begin({ kind: "end", later: false })}>{p("menu.end")}</MenuAction>
            <MenuAction reason={may.end || ends} onClick={() => void begin({ kind: "end", later: true })}>{p("menu.endLater")}</MenuAction>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      <Suspense>
        {now?.kind === "publish" && <PublishDialog store={store} type={type} title={title} locales={locales} how={now.how} start={now.locales} onClose={close} />}
        {now?.kind === "end" && <EndDialog store={store} title={title} locale={locale} later={now.later} onClose={close} />}
      </Suspense>
    </>
  );
}

/** useReasons says why a person cannot do each of these now; false where they can, or nobody knows yet. */
function useReasons(store: EntryStore, type: ContentType, locale: string) {
  const t = useTexts(texts);
  const p = useTexts(publishing);
  const entry = useStore(store.entry);
  const target = { type: entry.type, site: entry.space, locale };
  const [publish, submit, end, update] = [
    useQuery(accessQuery({ action: "publish", ...target })), useQuery(accessQuery({ action: "submit", ...target })),
    useQuery(accessQuery({ action: "unpublish", ...target })), useQuery(accessQuery({ action: "update", ...target })),
  ].map((q) => q.data?.allowed === false);
  const trashed = entry.trashedAt && t("locked.trash");
  const unreviewed = type.review && !approved(entry, locale);
  return {
    may: {
      publish: trashed || (publish && t("publish.denied")) || (unreviewed && t("publish.review")), submit: trashed || (submit && p("submit.denied")),
      end: trashed || (end && p("end.denied")), release: trashed || (update && p("update.denied")),
    },
    reason: { main: trashed || (unreviewed ? submit && p("submit.denied") : publish && t("publish.denied")) },
  };
}

/** Problems lists what stands in the way; each leads to its field. */
export function Problems({ problems, type, onJump }: { problems: { pointer?: string; code: string; message: string }[]; type: ContentType; onJump?: () => void }) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const nameOf = useFieldName(type);
  return (
    <ul className="p-problems">
      {problems.map((p) => (
        <li key={`${p.pointer ?? ""} ${p.code}`}>
          {p.pointer ? <JumpLink pointer={p.pointer} label={t("check.jump", { field: nameOf(p.pointer) })} onJump={onJump}>{nameOf(p.pointer)}</JumpLink> : null} – {sayItem(c, p)}
        </li>
      ))}
    </ul>
  );
}

function JumpLink({ pointer, label, onJump, children }: { pointer: string; label: string; onJump: (() => void) | undefined; children: string }) {
  return <button type="button" className="p-jump" title={label} onClick={() => { onJump?.(); jump(pointer); }}>{children}</button>;
}
