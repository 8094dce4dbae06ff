import { ActionIcon, Anchor, Badge, Breadcrumbs, Menu, Title } from "@mantine/core";
import { IconCheck, IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useMay } from "../../kit/permissions";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { Action } from "../../kit/ui/action";
import type { Flaw } from "./problems";
import { PublishDialog } from "./publish-dialog";
import type { Site } from "./queries";
import { texts } from "./texts";
import type { Editor } from "./use-editor";
import { useLife } from "./use-life";

interface Props {
  editor: Editor;
  flaws: readonly Flaw[];
  shown: readonly Site[];
  sites: readonly Site[];
  readOnly: boolean;
  onSave: () => void;
}

/** EditorHead says which menu this is and how it stands, and saves and publishes it. */
export function EditorHead({ editor, flaws, shown, sites, readOnly, onSave }: Props) {
  const t = useTexts(texts);
  const c = useTexts(common);
  const { at, base, dirty, save } = editor;
  const [publishing, setPublishing] = useState(false);
  const publish = useMay({ action: "publish", type: "@menus", site: at.space });
  const life = useLife(editor, sites);
  const where = at.space === "shared" ? t("shared") : (sites.find((s) => s.key === at.space)?.name ?? at.space);
  const title = `${t(`name.${at.name}`)} · ${where}`;
  const errors = flaws.filter((f) => f.severity === "error").length;
  useEffect(() => {
    document.title = `${title} · Portico`;
  }, [title]);
  const whyNotPublish = publish.known && !publish.allowed ? t("readOnly.publish") : errors > 0 ? t("publish.errors", { n: errors }) : !dirty && base.published ? t("publish.same") : undefined;
  return (
    <div className="p-head p-menu-head">
      <div>
        <Breadcrumbs mb={4}><Anchor renderRoot={(p) => <Link {...p} to="/menus" />}>{t("menus")}</Anchor><span>{where}</span></Breadcrumbs>
        <div className="p-title-row">
          <Title order={1} tabIndex={-1} id="page-title">{t(`name.${at.name}`)}</Title>
          {dirty ? <Badge color="yellow">{t("state.dirty")}</Badge> : base.published ? <Badge color="green" leftSection={<IconCheck size={12} />}>{t("state.published")}</Badge> : <Badge color="blue">{t("state.draft")}</Badge>}
          <Badge color="gray">{t("shownOn", { n: shown.length })}</Badge>
        </div>
      </div>
      <div className="p-actions">
        <Action
          variant="default" loading={save.isPending || editor.settle.isPending} aria-keyshortcuts="Control+S" reason={readOnly ? t("readOnly") : errors > 0 ? t("save.errors", { n: errors }) : !dirty && t("save.nothing")}
          onClick={onSave}
        >{c("save")}</Action>
        <Action reason={whyNotPublish} onClick={() => setPublishing(true)}>{t("publish")}</Action>
        <Menu width={300}>
          <Menu.Target><ActionIcon variant="default" size={36} aria-label={t("more")}><IconDots size={18} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            {life.map((l) => <Menu.Item key={l.label} leftSection={<l.icon size={16} />} disabled={readOnly || l.disabled} color={l.danger ? "red" : undefined} onClick={l.act}>{l.label}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
      </div>
      {publishing && <PublishDialog editor={editor} shown={shown} flaws={flaws} onClose={() => setPublishing(false)} />}
    </div>
  );
}
